import { describe, expect, test } from 'vitest';

import { compareFiles, matchMoves, type IdentifiedFile } from '#main/library/compare-files.ts';
import type { FoundFile } from '#main/library/sources/source-access.ts';
import type { KnownFile } from '#main/store/repositories/asset-port.ts';
import { AssetId } from '#shared/model/ids.ts';

function knownAt(relativePath: string, fields: Partial<KnownFile> = {}): KnownFile {
  return {
    assetId: AssetId.parse(`asset of ${relativePath}`),
    relativePath,
    sizeBytes: 10,
    modifiedAt: 1_000,
    contentIdentity: `identity of ${relativePath}`,
    state: 'ready',
    fault: null,
    ...fields,
  };
}

function foundAt(relativePath: string, fields: Partial<FoundFile> = {}): FoundFile {
  return { relativePath, sizeBytes: 10, modifiedAt: 1_000, editorial: null, ...fields };
}

function identified(relativePath: string, contentIdentity: string | null): IdentifiedFile {
  return { ...foundAt(relativePath), contentIdentity };
}

describe('compareFiles', () => {
  test('leaves files of the same size and time alone, whole or faulty', () => {
    const known = [knownAt('a'), knownAt('b', { state: 'new', fault: 'broken' })];
    const answer = compareFiles(known, [foundAt('a'), foundAt('b')], []);
    expect(answer).toEqual({
      unchangedCount: 2,
      fresh: [],
      unfinished: [],
      touched: [],
      returned: [],
      missing: [],
    });
  });

  test('finds what was never probed to the end', () => {
    const known = [knownAt('a', { state: 'new' }), knownAt('b', { state: 'enriching' })];
    const answer = compareFiles(known, [foundAt('a'), foundAt('b')], []);
    expect(answer.unfinished.map(({ file }) => file.relativePath)).toEqual(['a', 'b']);
  });

  test('finds another size or another time', () => {
    const files = [foundAt('a', { sizeBytes: 11 }), foundAt('b', { modifiedAt: 1_001 })];
    const answer = compareFiles([knownAt('a'), knownAt('b')], files, []);
    expect(answer.touched).toHaveLength(2);
    expect(answer.unchangedCount).toBe(0);
  });

  test('tells new, missing and returned files apart', () => {
    const known = [knownAt('gone'), knownAt('back', { fault: 'vanished' })];
    const answer = compareFiles(known, [foundAt('fresh'), foundAt('back')], []);
    expect(answer.fresh.map(({ relativePath }) => relativePath)).toEqual(['fresh']);
    expect(answer.missing.map(({ relativePath }) => relativePath)).toEqual(['gone']);
    expect(answer.returned.map(({ file }) => file.relativePath)).toEqual(['back']);
  });

  test('does not take what cannot be read for missing', () => {
    const known = [knownAt('locked/a'), knownAt('odd'), knownAt('locked-not/a')];
    const answer = compareFiles(known, [], ['locked/', 'odd']);
    expect(answer.missing.map(({ relativePath }) => relativePath)).toEqual(['locked-not/a']);
  });

  test('leaves retired assets alone while their file is there', () => {
    const known = [knownAt('a', { state: 'retired' })];
    expect(compareFiles(known, [foundAt('a', { sizeBytes: 99 })], []).unchangedCount).toBe(1);
  });
});

describe('matchMoves', () => {
  test('gives a missing file the new path with the same content', () => {
    const known = knownAt('old', { contentIdentity: 'x' });
    const answer = matchMoves([known], [identified('new', 'x'), identified('other', 'y')]);
    expect(answer.moved).toEqual([{ known, file: identified('new', 'x') }]);
    expect(answer.added.map(({ relativePath }) => relativePath)).toEqual(['other']);
    expect(answer.gone).toEqual([]);
  });

  test('matches each file once and prefers the same name', () => {
    const first = knownAt('old/a', { contentIdentity: 'x' });
    const second = knownAt('old/b', { contentIdentity: 'x' });
    const files = [identified('new/b', 'x'), identified('new/a', 'x'), identified('new/c', 'x')];
    const answer = matchMoves([first, second], files);
    const pairs = answer.moved.map(({ known, file }) => [known.relativePath, file.relativePath]);
    expect(pairs.sort()).toEqual([
      ['old/a', 'new/a'],
      ['old/b', 'new/b'],
    ]);
    expect(answer.added.map(({ relativePath }) => relativePath)).toEqual(['new/c']);
  });

  test('never matches files without content', () => {
    const known = knownAt('old', { contentIdentity: null });
    const answer = matchMoves([known], [identified('new', null)]);
    expect(answer.moved).toEqual([]);
    expect(answer.gone).toEqual([known]);
  });
});
