import { describe, expect, test } from 'vitest';

import { namedElements } from '#main/media/read-headers/ebml.ts';
import { readMatroskaChapters } from '#main/media/read-headers/matroska-chapters.ts';
import { readSampleTables } from '#main/media/read-headers/mp4-samples.ts';
import { NotUnderstood } from '#main/media/read-headers/not-understood.ts';

function element(id: string, ...content: readonly Buffer[]): Buffer {
  const body = Buffer.concat(content);
  const size = Buffer.alloc(8);
  size.writeBigUInt64BE(BigInt(body.length) | (1n << 56n));
  return Buffer.concat([Buffer.from(id, 'hex'), size, body]);
}

const LANGUAGE = element('437c', Buffer.from('eng'));

function chaptersWithLanguages(count: number): Buffer {
  const languages = Array.from({ length: count }, () => LANGUAGE);
  const display = element('80', element('85', Buffer.from('One')), ...languages);
  const atom = element(
    'b6',
    element('73c4', Buffer.from([1])),
    element('91', Buffer.from([0])),
    display,
  );
  return element('45b9', atom);
}

function table(...numbers: readonly number[]): Buffer {
  const bytes = Buffer.alloc(4 * numbers.length);
  for (const [index, value] of numbers.entries()) bytes.writeUInt32BE(value, 4 * index);
  return bytes;
}

/** Tables of a track of equally long samples in one chunk. */
function tablesOf(samples: number): ReadonlyMap<string, Buffer> {
  return new Map([
    ['stsz', table(0, 1, samples)],
    ['stts', table(0, 1, samples, 1)],
    ['stsc', table(0, 1, 1, samples, 1)],
    ['stco', table(0, 1, 0)],
  ]);
}

describe('namedElements', () => {
  test('keeps repeated elements in their order', () => {
    const content = Buffer.concat(
      ['a', 'b', 'c'].map((text) => element('437c', Buffer.from(text))),
    );
    const bodies = namedElements(content, [], [0x437c]).get(0x437c) ?? [];
    expect(bodies.map(String)).toEqual(['a', 'b', 'c']);
  });
});

describe('readMatroskaChapters', () => {
  test('reads a chapter with a language for every country', () => {
    expect(readMatroskaChapters(chaptersWithLanguages(300))).toMatchObject([{ title: 'One' }]);
  });

  test('leaves a chapter with thousands of languages to ffprobe', () => {
    expect(() => readMatroskaChapters(chaptersWithLanguages(19_000))).toThrow(NotUnderstood);
  });
});

describe('readSampleTables', () => {
  test('does not count equally long samples one by one', () => {
    // One by one these would be twelve thousand million steps, and the test would not end in its time.
    for (let track = 0; track < 1_000; track += 1) {
      const tables = readSampleTables(tablesOf(12_000_000), 12_000_000, false);
      expect(tables.sampleCount).toBe(12_000_000);
    }
  });

  test('refuses samples that lie outside the file', () => {
    expect(() => readSampleTables(tablesOf(100), 99, false)).toThrow(NotUnderstood);
  });
});
