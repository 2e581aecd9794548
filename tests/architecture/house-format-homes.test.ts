import { readFileSync } from 'node:fs';
import path from 'node:path';

import { describe, expect, test } from 'vitest';

import { videoEncoderArgs } from '#main/media/house-encoding.ts';
import { HouseFormat, houseFormatName } from '#shared/model/house-format.ts';
import { filesBelow, ROOT } from './source-files.ts';
import { HOUSE_FORMATS } from '#tests/helpers/house-formats.ts';

/** Where a new house format is written down: what it is, and what the encoder may spend on it. */
const HOMES = ['src-main/media/house-encoding.ts', 'src-shared/model/house-format.ts'];

/** A file that names one format means that one; a file that names more lists them. */
function listsFormats(source: string): boolean {
  const plain = source.replaceAll(/(?<=\d)_(?=\d)/g, '');
  const heights = [480, 720, 1_080].filter((height) =>
    new RegExp(`\\b${String(height)}\\b`).test(plain),
  );
  const rates = ['25', '29.97', '30'].filter((rate) => plain.includes(`'${rate}'`));
  return heights.length > 1 || rates.length > 1;
}

describe('house formats', () => {
  test('are listed in their table and with the encoder, and nowhere else', () => {
    const sources = ['src-shared', 'src-main', 'src-renderer'].flatMap((place) =>
      filesBelow(place, ['.ts', '.tsx']),
    );
    const listing = sources.filter((file) =>
      listsFormats(readFileSync(path.join(ROOT, file), 'utf8')),
    );
    expect(sources.length).toBeGreaterThan(300);
    expect(listing.sort()).toEqual(HOMES);
  });

  test('would be found where a second list of them stood', () => {
    expect(listsFormats('const WIDTHS = { 480: 854, 1_080: 1_920 };')).toBe(true);
    expect(listsFormats("if (format.rate === '25') return 50;")).toBe(false);
  });

  test.for(HOUSE_FORMATS.map((format) => ({ name: houseFormatName(format), format })))(
    'are known to the contract and to the encoder: $name',
    ({ format }) => {
      expect(HouseFormat.parse(format)).toEqual(format);
      const args = videoEncoderArgs(format, 'normal');
      expect(args[args.indexOf('-level:v') + 1]).toMatch(/^\d\.\d$/);
      expect(args[args.indexOf('-x264-params') + 1]).toMatch(/vbv-maxrate=\d+:vbv-bufsize=\d+/);
    },
  );
});
