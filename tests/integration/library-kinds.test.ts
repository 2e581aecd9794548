import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { KINDS } from '#main/library/sources/kinds.ts';
import type { Editorial, KindOfSource } from '#main/library/sources/source-access.ts';
import { readerOver } from '#main/station/playout-store.ts';
import { AppError, invalidInput } from '#shared/errors/app-error.ts';
import { createLibraryLab, type LibraryLab } from '#tests/helpers/library-lab.ts';
import { createTestStation } from '#tests/helpers/test-station.ts';

interface ServedItem {
  readonly id: string;
  /** Below the lab's folder; the server hands out bytes, not names. */
  readonly blob: string;
  readonly editorial: Editorial | null;
}

let lab: LibraryLab;
let served: ServedItem[];
let isUp: boolean;

/** A media server that names its items by number and knows what they are. */
const server: KindOfSource = {
  admit({ path, others }) {
    if (!path.endsWith('.test')) {
      throw invalidInput('path', `"${path}" is no server.`, 'Give its address.');
    }
    if (others.some((other) => other.path === path)) {
      throw new AppError('already-exists', `"${path}" is a source already.`, { field: 'path' });
    }
    return Promise.resolve({ path, name: `Server ${path}` });
  },

  open({ path }) {
    const unreachable = () =>
      new AppError('source-unreachable', `${path} does not answer.`, { field: 'path' });
    const check = () => (isUp ? Promise.resolve() : Promise.reject(unreachable()));
    return {
      check,
      unreachable,
      async list(onFound) {
        await check();
        onFound(served.length);
        return {
          files: served.map(({ id, editorial }) => ({
            relativePath: id,
            sizeBytes: 1_000,
            modifiedAt: 1_000,
            editorial,
          })),
          unreadable: [],
          linkCount: 0,
          isBare: served.length === 0,
        };
      },
      identify: (id) => Promise.resolve(`content of ${id}`),
      locate: (id) => join(lab.root, served.find((item) => item.id === id)?.blob ?? 'nothing'),
      context: [],
    };
  },
};

beforeEach(async () => {
  lab = await createLibraryLab();
  isUp = true;
  served = [];
  KINDS['server'] = server;
});

afterEach(async () => {
  delete KINDS['server'];
  await lab.dispose();
});

describe('a kind of source that the station has beside folders', () => {
  test('brings items with the titles that it knows, from being added to being played', async () => {
    await lab.putClip('blobs/1.mp4', 1);
    await lab.putClip('blobs/2.mp4', 2);
    served = [
      {
        id: 'items/17',
        blob: 'blobs/1.mp4',
        editorial: {
          kind: 'episode',
          title: 'The Tortelli Tort',
          seriesTitle: 'Cheers',
          seasonNumber: 1,
          episodeNumber: 3,
          year: 1982,
          tags: ['imdb:tt0539848'],
        },
      },
      { id: 'items/Jaws (1975)', blob: 'blobs/2.mp4', editorial: null },
    ];
    const source = await lab.sources.add({
      kind: 'server',
      path: 'attic.test',
      approveOnImport: true,
    });
    expect(source).toMatchObject({ kind: 'server', path: 'attic.test', name: 'Server attic.test' });

    expect(await lab.scan(source)).toMatchObject({ found: 2, added: 2, probed: 2 });
    const [cheers, jaws] = [await lab.assetAt('items/17'), await lab.assetAt('items/Jaws (1975)')];
    expect(cheers).toMatchObject({
      state: 'ready',
      isApproved: true,
      kind: 'episode',
      title: 'The Tortelli Tort',
      seriesTitle: 'Cheers',
      seasonNumber: 1,
      episodeNumber: 3,
      year: 1982,
      tags: ['imdb:tt0539848'],
    });
    expect(jaws).toMatchObject({ state: 'ready', kind: 'movie', title: 'Jaws', year: 1975 });
    const playable = await readerOver(lab.store).playable(cheers.id);
    expect(playable?.absolutePath).toBe(join(lab.root, 'blobs/1.mp4'));

    const again = await lab.scan(source);
    expect(again).toMatchObject({ found: 2, unchanged: 2, added: 0, probed: 0 });
  });

  test('says itself what may be added and when it cannot be read', async () => {
    const add = (path: string) => lab.sources.add({ kind: 'server', path, approveOnImport: true });
    await expect(add('/media/tv')).rejects.toMatchObject({ code: 'invalid-input' });
    const source = await add('attic.test');
    await expect(add('attic.test')).rejects.toMatchObject({ code: 'already-exists' });
    const moved = await lab.sources.move(source.id, 'cellar.test');
    expect(moved).toMatchObject({ id: source.id, path: 'cellar.test' });
    isUp = false;
    await expect(lab.sources.scan(source.id)).rejects.toMatchObject({ code: 'source-unreachable' });
  });

  test('is kept, and cannot be read, by a station that does not have the kind', async () => {
    await lab.putClip('blobs/1.mp4');
    served = [{ id: 'items/1', blob: 'blobs/1.mp4', editorial: null }];
    const source = await lab.sources.add({ kind: 'server', path: 'a.test', approveOnImport: true });
    await lab.scan(source);
    delete KINDS['server'];
    expect(await lab.sources.list()).toMatchObject([{ kind: 'server', assetCount: 1 }]);
    await expect(lab.sources.scan(source.id)).rejects.toMatchObject({
      code: 'source-unreachable',
      details: { field: 'kind' },
    });
    const { id, state } = await lab.assetAt('items/1');
    expect(state).toBe('ready');
    expect(await readerOver(lab.store).playable(id)).not.toBeNull();
  });
});

describe('adding a source over the contract', () => {
  test('takes a folder where no kind is named and refuses a kind that the station does not have', async () => {
    const { client, folder, dispose } = await createTestStation();
    try {
      const added = await client
        .call('source.add', { path: join(folder, '..', 'attic.test') })
        .catch((error: unknown) => error);
      expect(added).toMatchObject({ code: 'source-unreachable' });
      const unknown = client.call('source.add', { kind: 'tape-robot', path: 'slot 7' });
      await expect(unknown).rejects.toMatchObject({
        code: 'invalid-input',
        details: { field: 'kind', remedy: 'Choose one of: folder, server.' },
      });
    } finally {
      await dispose();
    }
  });
});
