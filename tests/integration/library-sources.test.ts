import { mkdir, rename, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { createAssets } from '#main/library/assets.ts';
import { AssetId, SourceId } from '#shared/model/ids.ts';
import { createLibraryLab, playable, type LibraryLab } from '#tests/helpers/library-lab.ts';

let lab: LibraryLab;

beforeEach(async () => {
  lab = await createLibraryLab();
  lab.setProbe(() => Promise.resolve(playable()));
});

afterEach(async () => {
  await lab.dispose();
});

describe('createSources', () => {
  test('adds a folder under its own name', async () => {
    const source = await lab.sources.add({
      kind: 'folder',
      path: `${lab.root}/`,
      approveOnImport: true,
    });
    expect(source).toMatchObject({
      name: 'media',
      path: lab.root,
      lastScanAt: null,
      assetCount: 0,
    });
    expect(await lab.sources.list()).toEqual([source]);
  });

  test('refuses what is no folder, not absolute, or not there', async () => {
    await writeFile(join(lab.root, 'file.mp4'), 'x');
    const add = (path: string) => lab.sources.add({ kind: 'folder', path, approveOnImport: true });
    await expect(add('media')).rejects.toMatchObject({ code: 'invalid-input' });
    await expect(add(join(lab.root, 'file.mp4'))).rejects.toMatchObject({ code: 'invalid-input' });
    await expect(add(join(lab.root, 'none'))).rejects.toMatchObject({ code: 'source-unreachable' });
    await expect(add(`${lab.root}\0`)).rejects.toMatchObject({ code: 'invalid-input' });
    expect(await lab.sources.list()).toEqual([]);
  });

  test('refuses the station’s own data folder, one around it and one in it, also by way of a link', async () => {
    const data = join(lab.root, '..', 'data');
    await mkdir(join(data, 'cache'), { recursive: true });
    const link = join(lab.root, '..', 'elsewhere');
    await symlink(join(data, 'cache'), link);
    for (const path of [data, join(data, 'cache'), join(data, '..'), link, '/']) {
      await expect(
        lab.sources.add({ kind: 'folder', path, approveOnImport: true }),
        path,
      ).rejects.toMatchObject({
        code: 'invalid-input',
        details: { field: 'path' },
      });
    }
    expect(await lab.sources.list()).toEqual([]);
    const { id } = await lab.addRoot();
    for (const path of [data, join(data, 'cache'), link]) {
      await expect(lab.sources.move(id, path), path).rejects.toMatchObject({
        code: 'invalid-input',
        details: { field: 'path' },
      });
    }
  });

  test('refuses a folder that overlaps one of the library, also by way of a link', async () => {
    const inner = join(lab.root, 'Shows');
    const beside = `${lab.root}-two`;
    await mkdir(inner);
    await mkdir(beside);
    await symlink(inner, join(beside, 'link'));
    await lab.addRoot();
    const add = (path: string) => lab.sources.add({ kind: 'folder', path, approveOnImport: true });
    for (const path of [lab.root, inner, join(lab.root, '..'), join(beside, 'link')]) {
      await expect(add(path), path).rejects.toMatchObject({
        code: 'already-exists',
        details: { field: 'path' },
      });
    }
    expect(await add(beside)).toMatchObject({ name: 'media-two' });
  });

  test('updates name and approval on import and nothing else', async () => {
    const source = await lab.addRoot();
    const updated = await lab.sources.update(source.id, { approveOnImport: false });
    expect(updated).toEqual({ ...source, approveOnImport: false });
    expect(await lab.sources.update(source.id, { name: 'Tapes' })).toMatchObject({ name: 'Tapes' });
    const unknown = lab.sources.update(SourceId.parse('unknown'), { name: 'x' });
    await expect(unknown).rejects.toMatchObject({ code: 'not-found' });
  });

  test('scans as a job that tells what it found', async () => {
    await writeFile(join(lab.root, 'a.mp4'), 'a');
    await writeFile(join(lab.root, 'b.mp4'), 'b');
    const source = await lab.addRoot();
    const started = await lab.sources.scan(source.id);
    const job = await lab.jobs.settled(started.id);
    expect(job).toMatchObject({ kind: 'scan', state: 'done', done: 2, total: 2 });
    expect(job.phase).toBe('2 files, 2 new');
    expect(job.cancelNote).not.toBeNull();
    expect(lab.told.library).toBeGreaterThan(0);
    expect(lab.sources.isScanning()).toBe(false);
  });

  test('answers the running scan to a second request', async () => {
    await writeFile(join(lab.root, 'a.mp4'), 'a');
    const source = await lab.addRoot();
    const [first, second] = await Promise.all([
      lab.sources.scan(source.id),
      lab.sources.scan(source.id),
    ]);
    expect(second.id).toBe(first.id);
    await lab.jobs.settled(first.id);
    expect(lab.probed).toEqual(['a.mp4']);
  });

  test('refuses to scan a folder that is away', async () => {
    const source = await lab.addRoot();
    await rename(lab.root, `${lab.root}-away`);
    const scan = lab.sources.scan(source.id);
    await expect(scan).rejects.toMatchObject({ code: 'source-unreachable' });
  });

  test('lets scans of several folders take turns, so that the limit on probes holds', async () => {
    const settings = await lab.store.settings.get();
    await lab.store.settings.set({ ...settings, probeConcurrency: 2 });
    for (const folder of ['one', 'two', 'three']) {
      await mkdir(join(lab.root, folder));
      for (let n = 0; n < 4; n += 1) {
        await writeFile(join(lab.root, folder, `${String(n)}.mp4`), folder + String(n));
      }
      await lab.sources.add({
        kind: 'folder',
        path: join(lab.root, folder),
        approveOnImport: true,
      });
    }
    let active = 0;
    let most = 0;
    lab.setProbe(async () => {
      active += 1;
      most = Math.max(most, active);
      await new Promise((resolve) => setImmediate(resolve));
      active -= 1;
      return playable();
    });
    const jobs = await lab.sources.scanAll();
    const ended = await Promise.all(jobs.map(({ id }) => lab.jobs.settled(id)));
    expect(ended.map(({ state }) => state)).toEqual(['done', 'done', 'done']);
    expect(lab.probed).toHaveLength(12);
    expect(most).toBe(2);
  });

  test('cancels a scan that waits for its turn without waiting for the other', async () => {
    for (const folder of ['one', 'two']) {
      await mkdir(join(lab.root, folder));
      await writeFile(join(lab.root, folder, 'a.mp4'), folder);
      await lab.sources.add({
        kind: 'folder',
        path: join(lab.root, folder),
        approveOnImport: true,
      });
    }
    let open: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (open = resolve));
    lab.setProbe(async () => {
      await gate;
      return playable();
    });
    const [first, second] = await lab.sources.scanAll();
    if (!first || !second) throw new Error('Two scans were to start.');
    expect(await lab.jobs.cancel(second.id)).toMatchObject({ state: 'cancelled' });
    open();
    expect(await lab.jobs.settled(first.id)).toMatchObject({ state: 'done' });
    expect(await lab.assets()).toHaveLength(1);
  });

  test('removes a folder: the scan under way is stopped and its assets are retired', async () => {
    for (let n = 0; n < 8; n += 1) await writeFile(join(lab.root, `${String(n)}.mp4`), String(n));
    const source = await lab.addRoot();
    lab.setProbe((_, signal) =>
      lab.probed.length <= 3
        ? Promise.resolve(playable())
        : new Promise((__, reject) => {
            signal.addEventListener('abort', () => {
              reject(new Error('aborted'));
            });
          }),
    );
    const job = await lab.sources.scan(source.id);
    while (lab.probed.length < 4) await new Promise((resolve) => setImmediate(resolve));
    await lab.sources.remove(source.id);
    expect(await lab.jobs.settled(job.id)).toMatchObject({ state: 'cancelled' });
    expect(await lab.sources.list()).toEqual([]);
    expect(await lab.store.assets.catalog()).toEqual([]);
    const known = await lab.store.assets.knownFiles(source.collectionId);
    expect(new Set(known.map(({ state }) => state))).toEqual(new Set(['retired']));

    const again = await lab.addRoot();
    lab.setProbe(() => Promise.resolve(playable()));
    await lab.scan(again);
    expect(await lab.store.assets.catalog()).toHaveLength(8);
  });
});

describe('createAssets', () => {
  test('revokes and restores approval, which the catalogue heeds', async () => {
    await writeFile(join(lab.root, 'a.mp4'), 'a');
    await lab.scan(await lab.addRoot());
    const assets = createAssets({ ...lab, onLibraryChanged: () => undefined });
    const { id } = await lab.assetAt('a.mp4');
    expect(await assets.setApproval([id, id], false)).toEqual([id]);
    expect(await lab.store.assets.catalog()).toEqual([]);
    expect(await assets.setApproval([id], false)).toEqual([]);
    expect(await assets.setApproval([id], true)).toEqual([id]);
    expect(await lab.store.assets.catalog()).toHaveLength(1);
  });

  test('refuses to approve what is not ready, and changes none of the others', async () => {
    await writeFile(join(lab.root, 'a.mp4'), 'a');
    await writeFile(join(lab.root, 'empty.mp4'), '');
    await lab.scan(await lab.addRoot(false));
    const assets = createAssets({ ...lab, onLibraryChanged: () => undefined });
    const ids = (await lab.assets()).map(({ id }) => id);
    await expect(assets.setApproval(ids, true)).rejects.toMatchObject({
      code: 'illegal-transition',
    });
    const unknown = [...ids, AssetId.parse('unknown')];
    await expect(assets.setApproval(unknown, true)).rejects.toMatchObject({ code: 'not-found' });
    expect(await lab.store.assets.catalog()).toEqual([]);
  });

  test('retires for good', async () => {
    await writeFile(join(lab.root, 'a.mp4'), 'a');
    const source = await lab.addRoot();
    await lab.scan(source);
    const assets = createAssets({ ...lab, onLibraryChanged: () => undefined });
    const { id } = await lab.assetAt('a.mp4');
    expect(await assets.retire([id])).toBe(1);
    expect(await assets.retire([id])).toBe(0);
    await expect(assets.setApproval([id], true)).rejects.toMatchObject({
      code: 'illegal-transition',
    });
    await lab.scan(source);
    expect(await lab.store.assets.get(id)).toMatchObject({ state: 'retired', isApproved: false });
  });
});
