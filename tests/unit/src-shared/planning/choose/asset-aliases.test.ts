import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import type { AssetName } from '#shared/model/asset.ts';
import { AssetId } from '#shared/model/ids.ts';
import { aliasesOf, foldName, indexAliases } from '#shared/planning/choose/asset-aliases.ts';

function named(id: string, fields: Partial<AssetName> = {}): AssetName {
  return {
    id: AssetId.parse(id),
    kind: 'movie',
    title: `Title ${id}`,
    year: null,
    state: 'ready',
    seriesTitle: null,
    seasonNumber: null,
    episodeNumber: null,
    relativePath: `Films/${id}.mkv`,
    ...fields,
  };
}

const coldFront = named('cold', {
  kind: 'episode',
  title: 'Cold Front',
  seriesTitle: 'Magnum, P.I.',
  seasonNumber: 3,
  episodeNumber: 7,
  relativePath: 'TV/Magnum/magnum.3x07.mkv',
});
const alien = named('alien', { title: 'Alien', year: 1979, relativePath: 'Films/alien.final.mkv' });

describe('indexAliases', () => {
  const index = indexAliases([coldFront, alien]);

  test.each([
    ['cold', coldFront],
    ['COLD', coldFront],
    ['Cold Front', coldFront],
    ['  cold   FRONT ', coldFront],
    ['magnum, p.i. s03e07', coldFront],
    ['Magnum, P.I. - S03E07', coldFront],
    ['Magnum, P.I. - S03E07 - Cold Front', coldFront],
    ['magnum.3x07', coldFront],
    ['tv/magnum/MAGNUM.3x07.mkv', coldFront],
    ['Alien', alien],
    ['alien (1979)', alien],
    ['alien.final', alien],
  ] as const)('finds by %j the same asset as by its id', (name, asset) => {
    expect(index.find(name)).toEqual([asset]);
    expect(index.find(asset.id)).toEqual([asset]);
  });

  test.each(['', '   ', 'Ali', 'Alien (1986)', 'Magnum, P.I.', 'S03E07', 'final'])(
    'does not guess what %j means',
    (name) => {
      expect(index.find(name)).toEqual([]);
    },
  );

  test('answers every candidate of an ambiguous name, by path, and one for an id', () => {
    const later = named('later', { title: 'ALIEN', year: 2003, relativePath: 'Films/a.mkv' });
    const clip = named('clip', { kind: 'trailer', relativePath: 'Trailers/Alien.mp4' });
    const all = indexAliases([clip, alien, coldFront, later]);
    expect(all.find('alien').map(({ id }) => id)).toEqual(['alien']);
    expect(all.find('Alien ').map(({ id }) => id)).toEqual(['alien']);
    const others = indexAliases([clip, { ...alien, id: AssetId.parse('x') }, coldFront, later]);
    expect(others.find('alien').map(({ id }) => id)).toEqual(['later', 'x', 'clip']);
    expect(others.find('alien (2003)').map(({ id }) => id)).toEqual(['later']);
  });

  test('prefers what is in use to what is retired', () => {
    const retired = named('old', { title: 'Alien', state: 'retired' });
    const both = indexAliases([retired, { ...alien, id: AssetId.parse('new') }]);
    expect(both.find('Alien').map(({ id }) => id)).toEqual(['new']);
    expect(indexAliases([retired]).find('Alien')).toEqual([retired]);
    expect(both.find('old')).toEqual([retired]);
  });

  test('compares composed and decomposed letters as the same', () => {
    const accented = named('cafe', { title: 'Caf\u00e9 Society' });
    expect(indexAliases([accented]).find('CAFE\u0301 society')).toEqual([accented]);
  });

  test('leads from every name to its asset, whatever order the library comes in', () => {
    const Text = fc.constantFrom('a', 'A b', 'a  B', 'é', 'c (1990)', 'c');
    const Names = fc.uniqueArray(
      fc.record({
        id: fc.constantFrom('1', '2', '3', '4'),
        title: Text,
        year: fc.constantFrom(null, 1990),
        seriesTitle: fc.option(Text),
        seasonNumber: fc.constantFrom(null, 1),
        episodeNumber: fc.constantFrom(null, 2),
        relativePath: Text.map((text) => `x/${text}.mkv`),
      }),
      { selector: ({ id }) => id },
    );
    fc.assert(
      fc.property(Names, fc.nat(5), (rows, turn) => {
        const assets = rows.map(({ id, ...fields }) => named(id, fields));
        const turned = [...assets.slice(turn), ...assets.slice(0, turn)];
        const here = indexAliases(assets);
        const there = indexAliases(turned);
        expect(there.size).toBe(here.size);
        for (const asset of assets) {
          for (const name of aliasesOf(asset)) {
            expect(here.find(name.toUpperCase())).toContainEqual(asset);
            expect(there.find(name)).toEqual(here.find(name));
          }
        }
      }),
    );
  });
});

describe('foldName', () => {
  test('folds letters and spaces and leaves everything else', () => {
    expect(foldName(' Ärger\u00a0 im\tNetz: Teil 2! ')).toBe('ärger im netz: teil 2!');
  });
});
