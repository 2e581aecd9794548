import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import type { Asset, Source } from '#shared/model/asset.ts';
import { createLibraryLab, playable, type LibraryLab } from '#tests/helpers/library-lab.ts';

let lab: LibraryLab;

beforeEach(async () => {
  lab = await createLibraryLab();
  lab.setProbe(() => Promise.resolve(playable()));
});

afterEach(async () => {
  await lab.dispose();
});

/** Puts a file of this content at a path; the probe of this page takes anything for a film. */
async function put(relativePath: string, content = relativePath, root = lab.root): Promise<void> {
  const path = join(root, relativePath);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
}

async function present(): Promise<Asset[]> {
  return (await lab.assets()).filter(
    ({ state, fault }) => state === 'ready' && fault !== 'vanished',
  );
}

async function idAt(relativePath: string): Promise<string> {
  const found = (await present()).find((asset) => asset.relativePath === relativePath);
  if (!found) throw new Error(`Nothing is present at ${relativePath}.`);
  return found.id;
}

const elsewhere = (): string => join(dirname(lab.root), 'elsewhere');

const EPISODES = [1, 2, 3].map((n) => `Shows/Alpha/Season 1/Alpha - S01E0${String(n)} - Part.mp4`);

async function addShow(): Promise<{ source: Source; episodes: Asset[] }> {
  for (const path of EPISODES) await put(path);
  const source = await lab.addRoot();
  await lab.scan(source);
  return { source, episodes: await present() };
}

describe('a library that was moved', () => {
  test('keeps every asset when its source is told where it lies now', async () => {
    const { source, episodes } = await addShow();
    await rename(lab.root, elsewhere());
    const moved = await lab.sources.move(source.id, elsewhere());
    const summary = await lab.scan(moved);
    expect(summary).toMatchObject({ unchanged: 3, added: 0, vanished: 0, probed: 0 });
    expect((await present()).map(({ id }) => id)).toEqual(episodes.map(({ id }) => id));
    expect((await lab.sources.list())[0]?.path).toBe(elsewhere());
  });

  test('brings its assets back when it is taken out and added from elsewhere', async () => {
    const { source, episodes } = await addShow();
    const [first] = episodes;
    await lab.store.assets.setApproval([first!.id], false, lab.clock.nowAt());
    await lab.store.assets.saveMany([
      {
        ...episodes[1]!,
        markers: [{ kind: 'break', startMs: 500, endMs: null, title: null, origin: 'manual' }],
      },
    ]);
    await lab.sources.remove(source.id);
    await rename(lab.root, elsewhere());
    const again = await lab.sources.add({
      kind: 'folder',
      path: elsewhere(),
      approveOnImport: true,
    });
    const summary = await lab.scan(again);
    expect(summary).toMatchObject({ adopted: 3, added: 0, probed: 0 });
    const after = await present();
    expect(after.map(({ id }) => id)).toEqual(episodes.map(({ id }) => id));
    expect(after.map(({ isApproved }) => isApproved)).toEqual([false, true, true]);
    expect(after[1]?.markers).toHaveLength(1);
    expect(after.map(({ seriesId }) => seriesId)).toEqual(episodes.map(({ seriesId }) => seriesId));
  });

  test('leaves what the operator retired retired, wherever the file turns up', async () => {
    const { source, episodes } = await addShow();
    await lab.store.assets.retire([episodes[0]!.id], lab.clock.nowAt());
    await lab.sources.remove(source.id);
    await rename(lab.root, elsewhere());
    const again = await lab.sources.add({
      kind: 'folder',
      path: elsewhere(),
      approveOnImport: true,
    });
    expect(await lab.scan(again)).toMatchObject({ adopted: 2, added: 1 });
    expect((await lab.store.assets.get(episodes[0]!.id))?.state).toBe('retired');
  });
});

describe('a series whose folder was renamed', () => {
  const NEW = 'Shows/Alpha (1999)';

  test('keeps its identity and takes the new name', async () => {
    const { source, episodes } = await addShow();
    await rename(join(lab.root, 'Shows/Alpha'), join(lab.root, NEW));
    const summary = await lab.scan(source);
    expect(summary).toMatchObject({ moved: 3, added: 0, vanished: 0 });
    const after = await present();
    expect(new Set(after.map(({ seriesId }) => seriesId))).toEqual(
      new Set(episodes.map(({ seriesId }) => seriesId)),
    );
    expect(new Set(after.map(({ seriesTitle }) => seriesTitle)).size).toBe(1);
    expect(after[0]?.seriesTitle).not.toBe('Alpha');
    expect(summary.renamedSeries).toMatchObject([{ from: 'Alpha' }]);
  });

  test('keeps it when an episode was deleted on the way', async () => {
    const { source, episodes } = await addShow();
    await rename(join(lab.root, 'Shows/Alpha'), join(lab.root, NEW));
    await rm(join(lab.root, EPISODES[2]!.replace('Shows/Alpha', NEW)));
    await lab.scan(source);
    expect((await present()).map(({ seriesId }) => seriesId)).toEqual([
      episodes[0]!.seriesId,
      episodes[1]!.seriesId,
    ]);
  });

  test('does not follow when only some episodes went to another folder', async () => {
    const { source, episodes } = await addShow();
    await mkdir(join(lab.root, 'Shows/Beta/Season 1'), { recursive: true });
    const target = EPISODES[0]!.replaceAll('Alpha', 'Beta');
    await rename(join(lab.root, EPISODES[0]!), join(lab.root, target));
    expect((await lab.scan(source)).renamedSeries).toEqual([]);
    const seriesIds = (await present()).map(({ seriesId }) => seriesId);
    expect(seriesIds.filter((id) => id === episodes[0]!.seriesId)).toHaveLength(2);
  });

  test('joins a series that has the name already', async () => {
    await put('Shows/Beta/Season 1/Beta - S01E09 - Other.mp4');
    const { source, episodes } = await addShow();
    const beta = episodes.find(({ seriesTitle }) => seriesTitle === 'Beta');
    for (const path of EPISODES) {
      await rename(join(lab.root, path), join(lab.root, path.replaceAll('Alpha', 'Beta')));
    }
    expect((await lab.scan(source)).renamedSeries).toEqual([]);
    expect(new Set((await present()).map(({ seriesId }) => seriesId))).toEqual(
      new Set([beta!.seriesId]),
    );
  });
});

describe('a programme whose file gave way to another copy', () => {
  const CASES: readonly [what: string, before: string, after: string][] = [
    ['a film', 'Movies/Solo (1959) DVD.mkv', 'Movies/Solo (1959) 1080p.mkv'],
    ['a film in a folder', 'Movies/Solo (1959).avi', 'Movies/Solo (1959)/Solo (1959).mkv'],
    [
      'an episode',
      'Shows/Alpha/Season 1/Alpha - S01E01.avi',
      'Shows/Alpha/Season 1/Alpha.S01E01.mkv',
    ],
  ];
  test.each(CASES)('keeps the asset of %s', async (_what, before, after) => {
    await put(before, 'old');
    const source = await lab.addRoot();
    await lab.scan(source);
    const id = await idAt(before);
    await rm(join(lab.root, before));
    await put(after, 'new and better');
    expect(await lab.scan(source)).toMatchObject({ replaced: 1, added: 0, vanished: 0, probed: 1 });
    expect(await idAt(after)).toBe(id);
  });

  test.each(CASES)('keeps the asset of %s when the copy comes later', async (_w, before, after) => {
    await put('Movies/Other (1960).mp4');
    await put(before, 'old');
    const source = await lab.addRoot();
    await lab.scan(source);
    const id = await idAt(before);
    await rm(join(lab.root, before));
    await lab.scan(source);
    await put(after, 'new and better');
    expect(await lab.scan(source)).toMatchObject({ replaced: 1, added: 0 });
    expect(await idAt(after)).toBe(id);
  });

  test('guesses nothing where two films claim the place', async () => {
    await put('Movies/Solo (1959).mkv', 'old');
    const source = await lab.addRoot();
    await lab.scan(source);
    await rm(join(lab.root, 'Movies/Solo (1959).mkv'));
    await put('Movies/Solo (1959) 720p.mkv', 'one');
    await put('Movies/Solo (1959) 1080p.mkv', 'two');
    expect(await lab.scan(source)).toMatchObject({ replaced: 0, added: 2, vanished: 1 });
  });

  test('does not take one spot for another of the same name', async () => {
    await put('Commercials/1980s/Cola.mp4', 'one');
    const source = await lab.addRoot();
    await lab.scan(source);
    await rm(join(lab.root, 'Commercials/1980s/Cola.mp4'));
    await put('Commercials/1990s/Cola.mp4', 'two');
    expect(await lab.scan(source)).toMatchObject({ replaced: 0, added: 1, vanished: 1 });
  });
});

describe('a drive that is not there', () => {
  test.each(['.DS_Store', 'lost+found', 'System Volume Information', 'Thumbs.db', '@eaDir'])(
    'is not taken for emptied when only %s is left',
    async (name) => {
      const { source } = await addShow();
      await rename(lab.root, elsewhere());
      await mkdir(lab.root);
      await writeFile(join(lab.root, name), '');
      await expect(lab.scan(source)).rejects.toMatchObject({ code: 'source-unreachable' });
      expect(await present()).toHaveLength(3);
    },
  );

  test('is told from a folder that somebody cleared and uses', async () => {
    const { source } = await addShow();
    await rm(join(lab.root, 'Shows'), { recursive: true });
    await writeFile(join(lab.root, 'notes.txt'), 'sold');
    expect(await lab.scan(source)).toMatchObject({ vanished: 3 });
  });
});

/** What people do to files, between two scans. */
type Change =
  | { readonly type: 'rename file'; readonly pick: number }
  | { readonly type: 'rename folder'; readonly pick: number }
  | { readonly type: 'move the library' }
  | { readonly type: 'take out and add' }
  | { readonly type: 'unplug and scan' }
  | { readonly type: 'delete and restore'; readonly pick: number };

const change: fc.Arbitrary<Change> = fc.oneof(
  fc.record({ type: fc.constant('rename file' as const), pick: fc.nat(5) }),
  fc.record({ type: fc.constant('rename folder' as const), pick: fc.nat(1) }),
  fc.constant({ type: 'move the library' as const }),
  fc.constant({ type: 'take out and add' as const }),
  fc.constant({ type: 'unplug and scan' as const }),
  fc.record({ type: fc.constant('delete and restore' as const), pick: fc.nat(5) }),
);

describe('any sequence of changes to files', () => {
  test('loses nothing that the operator has set', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 7 }), async (changes) => {
        const own = await createLibraryLab();
        try {
          own.setProbe(() => Promise.resolve(playable()));
          await keepsEverything(own, changes);
        } finally {
          await own.dispose();
        }
      }),
      { numRuns: 12 },
    );
  });
});

async function filesBelow(root: string): Promise<string[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .sort();
}

async function keepsEverything(own: LibraryLab, changes: readonly Change[]): Promise<void> {
  let root = own.root;
  let count = 0;
  for (const show of ['Alpha', 'Beta']) {
    for (const n of [1, 2, 3]) {
      await put(`Shows/${show}/${show} - S01E0${String(n)}.mp4`, `${show} ${String(n)}`, root);
    }
  }
  let source = await own.addRoot();
  await own.scan(source);
  const known = new Map<string, string>();
  for (const asset of await own.assets()) {
    known.set(asset.contentIdentity ?? '', asset.id);
    const marker = { kind: 'break', startMs: 700, endMs: null, title: asset.id, origin: 'manual' };
    await own.store.assets.saveMany([{ ...asset, markers: [marker as Asset['markers'][number]] }]);
  }
  for (const step of changes) {
    count += 1;
    const files = await filesBelow(root);
    const file = 'pick' in step ? files[step.pick % files.length]! : files[0]!;
    if (step.type === 'rename file') {
      await rename(join(root, file), join(root, dirname(file), `File ${String(count)}.mp4`));
    } else if (step.type === 'rename folder') {
      const shows = await readdir(join(root, 'Shows'));
      const from = join(root, 'Shows', shows[step.pick % shows.length]!);
      await rename(from, join(root, 'Shows', `Show ${String(count)}`));
    } else if (step.type === 'move the library') {
      const next = join(dirname(own.root), `moved-${String(count)}`);
      await rename(root, next);
      root = next;
      source = await own.sources.move(source.id, root);
    } else if (step.type === 'take out and add') {
      await own.sources.remove(source.id);
      const next = join(dirname(own.root), `again-${String(count)}`);
      await rename(root, next);
      root = next;
      source = await own.sources.add({ kind: 'folder', path: root, approveOnImport: true });
    } else if (step.type === 'unplug and scan') {
      await rename(root, `${root}-away`);
      await mkdir(root);
      await expect(own.scan(source)).rejects.toMatchObject({ code: 'source-unreachable' });
      await rm(root, { recursive: true });
      await rename(`${root}-away`, root);
    } else {
      await rename(join(root, file), join(dirname(own.root), 'aside.mp4'));
      await own.scan(source);
      await rename(join(dirname(own.root), 'aside.mp4'), join(root, file));
    }
    await own.scan(source);
    const now = (await own.assets()).filter(
      ({ state, fault }) => state === 'ready' && fault === null,
    );
    expect(new Map(now.map(({ contentIdentity, id }) => [contentIdentity, id]))).toEqual(known);
    for (const { id, isApproved, markers } of now) {
      expect({ isApproved, titles: markers.map(({ title }) => title) }).toEqual({
        isApproved: true,
        titles: [id],
      });
    }
  }
}
