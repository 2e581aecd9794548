import { mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { isEligible } from '#shared/model/asset.ts';
import {
  createLibraryLab,
  makeOddFile,
  playable,
  touchFile,
  type LibraryLab,
} from '#tests/helpers/library-lab.ts';

let lab: LibraryLab;

beforeEach(async () => {
  lab = await createLibraryLab();
});

afterEach(async () => {
  await lab.dispose();
});

const SHOW = 'Shows/Cheers/Season 1/Cheers - S01E02 - Two.mkv';

describe('scanSource', () => {
  test('makes ready and approved assets of a folder, by the folder convention', async () => {
    await lab.putClip(SHOW, 1);
    await lab.putClip('Movies/Jaws (1975).mp4', 2);
    await lab.putClip('Interstitials/Commercials/1980s/Cola.mp4', 3);
    await writeFile(join(lab.root, 'Movies/Jaws (1975).srt'), 'text');
    const summary = await lab.scan(await lab.addRoot());

    expect(summary).toMatchObject({ found: 3, added: 3, probed: 3 });
    const [episode, movie, spot] = [
      await lab.assetAt(SHOW),
      await lab.assetAt('Movies/Jaws (1975).mp4'),
      await lab.assetAt('Interstitials/Commercials/1980s/Cola.mp4'),
    ];
    expect(episode).toMatchObject({
      kind: 'episode',
      title: 'Two',
      seriesTitle: 'Cheers',
      state: 'ready',
      seasonNumber: 1,
      episodeNumber: 2,
      isApproved: true,
      fault: null,
    });
    expect(movie).toMatchObject({ kind: 'movie', title: 'Jaws', year: 1975, state: 'ready' });
    expect(spot).toMatchObject({ kind: 'commercial', tags: ['1980s'], state: 'ready' });
    expect(episode.probe).toMatchObject({ videoCodec: 'h264', width: 128, height: 72 });
    expect(episode.durationMs).toBe(episode.probe?.durationMs);
    expect(episode.contentIdentity).toMatch(/^[0-9a-f]{64}$/);
    expect((await lab.store.assets.catalog()).map(({ id }) => id).sort()).toEqual(
      [episode.id, movie.id, spot.id].sort(),
    );
    expect((await lab.sources.list())[0]?.lastScanAt).toBe(lab.clock.nowAt());
  });

  test('takes chapters as markers, which are breakpoints of the catalogue', async () => {
    await lab.putClip('Movies/Jaws (1975).mp4');
    await lab.scan(await lab.addRoot());
    const { markers } = await lab.assetAt('Movies/Jaws (1975).mp4');
    expect(markers.map(({ kind, startMs, origin }) => [kind, startMs, origin])).toEqual([
      ['chapter', 0, 'file'],
      ['chapter', 1_000, 'file'],
    ]);
    const [entry] = await lab.store.assets.catalog();
    expect(entry?.breakpointsMs).toContain(1_000);
  });

  test('leaves approval to the operator where the source says so', async () => {
    await lab.putClip('a.mp4');
    await lab.scan(await lab.addRoot(false));
    const asset = await lab.assetAt('a.mp4');
    expect(asset).toMatchObject({ state: 'ready', isApproved: false });
    expect(await lab.store.assets.catalog()).toEqual([]);
  });

  test('tells empty, broken, audio-only and forbidden files apart and makes none of them ready', async () => {
    await writeFile(join(lab.root, 'empty.mp4'), '');
    await writeFile(join(lab.root, 'broken.mp4'), Buffer.alloc(5_000, 'x'));
    await writeFile(join(lab.root, 'script.mkv'), 'ffconcat version 1.0\nfile /etc/hostname\n');
    const tone = ['-f', 'lavfi', '-i', 'sine=d=1', '-c:a', 'aac'];
    await makeOddFile(tone, join(lab.root, 'sound.mp4'));
    const picture = ['-f', 'lavfi', '-i', 'testsrc2=s=64x36:d=0.2', '-c:v', 'magicyuv'];
    await makeOddFile(picture, join(lab.root, 'odd.mkv'));
    await lab.scan(await lab.addRoot());

    const faults = (await lab.assets()).map(({ relativePath, fault }) => [relativePath, fault]);
    expect(Object.fromEntries(faults)).toEqual({
      'empty.mp4': 'empty',
      'broken.mp4': 'broken',
      'script.mkv': 'not-allowed',
      'sound.mp4': 'audio-only',
      'odd.mkv': 'not-allowed',
    });
    for (const asset of await lab.assets()) {
      expect(asset).toMatchObject({ state: 'new', isApproved: false });
      expect(asset.faultDetail).toMatch(/\w+ \w+.*\.$/);
    }
    expect(lab.probed).not.toContain('empty.mp4');
    expect(await lab.store.assets.catalog()).toEqual([]);
  });

  test('probes nothing when nothing has changed', async () => {
    await lab.putClip('a.mp4', 1);
    await lab.putClip('b.mp4', 2);
    await writeFile(join(lab.root, 'broken.mp4'), 'x');
    const source = await lab.addRoot();
    await lab.scan(source);
    const before = await lab.assets();
    lab.probed.length = 0;
    const summary = await lab.scan(source);
    expect(lab.probed).toEqual([]);
    expect(summary).toMatchObject({ found: 3, unchanged: 3, added: 0, changed: 0, probed: 0 });
    expect(await lab.assets()).toEqual(before);
  });

  test('probes nothing when only the time of a file has changed', async () => {
    await lab.putClip('a.mp4');
    const source = await lab.addRoot();
    await lab.scan(source);
    const before = await lab.assetAt('a.mp4');
    await touchFile(join(lab.root, 'a.mp4'), 1_000_000);
    const summary = await lab.scan(source);
    expect(lab.probed).toEqual(['a.mp4']);
    expect(summary.changed).toBe(0);
    const after = await lab.assetAt('a.mp4');
    expect(after).toMatchObject({ id: before.id, state: 'ready', modifiedAt: 1_000_000_000 });
  });

  test('keeps the asset of a renamed file, with its approval and markers, and derives its title anew', async () => {
    await lab.putClip('Movies/Jows (1975).mp4', 1);
    await lab.putClip('Movies/Other.mp4', 2);
    const source = await lab.addRoot();
    await lab.scan(source);
    const before = await lab.assetAt('Movies/Jows (1975).mp4');
    await lab.store.assets.setApproval([before.id], false, lab.clock.nowAt());
    await mkdir(join(lab.root, 'Movies/Sea'));
    const newPath = 'Movies/Sea/Jaws (1975).mp4';
    await rename(join(lab.root, before.relativePath), join(lab.root, newPath));
    lab.probed.length = 0;
    const summary = await lab.scan(source);

    expect(summary).toMatchObject({ moved: 1, added: 0, vanished: 0, probed: 0 });
    expect(await lab.assetAt(newPath)).toMatchObject({
      id: before.id,
      title: 'Jaws',
      year: 1975,
      tags: ['sea'],
      state: 'ready',
      fault: null,
      isApproved: false,
      markers: before.markers,
      durationMs: before.durationMs,
    });
    expect(await lab.assets()).toHaveLength(2);
  });

  test('marks a vanished file, keeps it out of the catalogue, and takes it back when it returns', async () => {
    await lab.putClip('a.mp4', 1);
    await lab.putClip('b.mp4', 2);
    const source = await lab.addRoot();
    await lab.scan(source);
    const away = join(lab.dataFolder, '..', 'away.mp4');
    await rename(join(lab.root, 'a.mp4'), away);
    lab.probed.length = 0;

    expect(await lab.scan(source)).toMatchObject({ vanished: 1 });
    const gone = await lab.assetAt('a.mp4');
    expect(gone).toMatchObject({ state: 'ready', isApproved: true, fault: 'vanished' });
    expect(gone.faultDetail).toContain('a.mp4');
    expect(isEligible(gone)).toBe(false);
    expect((await lab.store.assets.catalog()).map(({ title }) => title)).toEqual(['b']);
    expect(await lab.scan(source)).toMatchObject({ vanished: 0 });

    await rename(away, join(lab.root, 'a.mp4'));
    expect(await lab.scan(source)).toMatchObject({ returned: 1, added: 0 });
    expect(isEligible(await lab.assetAt('a.mp4'))).toBe(true);
    expect(lab.probed).toEqual([]);
  });

  test('recognises a file that returns under another name', async () => {
    await lab.putClip('a.mp4', 1);
    await lab.putClip('b.mp4', 2);
    const source = await lab.addRoot();
    await lab.scan(source);
    const { id } = await lab.assetAt('a.mp4');
    const away = join(lab.dataFolder, '..', 'away.mp4');
    await rename(join(lab.root, 'a.mp4'), away);
    await lab.scan(source);
    await rename(away, join(lab.root, 'c.mp4'));
    await lab.scan(source);
    expect(await lab.assetAt('c.mp4')).toMatchObject({
      id,
      title: 'c',
      fault: null,
      state: 'ready',
    });
  });

  test('ingests replaced content again and clears its loudness', async () => {
    await lab.putClip('a.mp4', 1);
    const source = await lab.addRoot();
    await lab.scan(source);
    const before = await lab.assetAt('a.mp4');
    const loudness = { integratedLufs: -20, truePeakDbtp: -1 };
    await lab.store.assets.saveMany([{ ...before, loudness }]);
    await lab.putClip('a.mp4', 2);
    await touchFile(join(lab.root, 'a.mp4'), 2_000_000);
    const summary = await lab.scan(source);

    expect(summary).toMatchObject({ changed: 1, added: 0, probed: 1 });
    const after = await lab.assetAt('a.mp4');
    expect(after).toMatchObject({
      id: before.id,
      state: 'ready',
      isApproved: true,
      loudness: null,
    });
    expect(after.contentIdentity).not.toBe(before.contentIdentity);
  });

  test('withdraws approval of replaced content where imports are not approved', async () => {
    await lab.putClip('a.mp4', 1);
    const source = await lab.addRoot(false);
    await lab.scan(source);
    const { id } = await lab.assetAt('a.mp4');
    await lab.store.assets.setApproval([id], true, lab.clock.nowAt());
    await lab.putClip('a.mp4', 2);
    await touchFile(join(lab.root, 'a.mp4'), 2_000_000);
    await lab.scan(source);
    expect(await lab.assetAt('a.mp4')).toMatchObject({ id, state: 'ready', isApproved: false });
  });

  test('makes a faulty file ready when it has been mended', async () => {
    await writeFile(join(lab.root, 'a.mp4'), '');
    const source = await lab.addRoot();
    await lab.scan(source);
    const { id } = await lab.assetAt('a.mp4');
    await lab.putClip('a.mp4');
    await lab.scan(source);
    expect(await lab.assetAt('a.mp4')).toMatchObject({ id, state: 'ready', fault: null });
  });

  test('does not bring a retired asset back, not even under another name', async () => {
    await lab.putClip('a.mp4', 1);
    await lab.putClip('b.mp4', 2);
    const source = await lab.addRoot();
    await lab.scan(source);
    const { id } = await lab.assetAt('a.mp4');
    await lab.store.assets.retire([id], lab.clock.nowAt());
    await rename(join(lab.root, 'a.mp4'), join(lab.root, 'c.mp4'));
    await lab.scan(source);
    expect(await lab.store.assets.get(id)).toMatchObject({
      state: 'retired',
      relativePath: 'c.mp4',
    });
    expect(await lab.store.assets.count()).toBe(2);
  });

  test('accepts names with anything in them', async () => {
    const names = [
      '-dash.mp4',
      'quote\'s "double" `tick`.mp4',
      '$(touch x); rm -rf *.mp4',
      'line\nbreak.mp4',
      'percent %s %d.mp4',
      'Übung 日本 \u{1f4fa}.mp4',
      'http:remote.mp4',
      'back\\slash.mp4',
      "Movies/Dir 'with' [all] {of} it/file, (1999);.mp4",
    ];
    for (const [index, name] of names.entries()) await lab.putClip(name, index + 1);
    await lab.scan(await lab.addRoot());
    const ready = (await lab.assets()).filter(isEligible).map(({ relativePath }) => relativePath);
    expect(ready.sort()).toEqual([...names].sort());
  });

  test('ignores hidden files and follows no links', async () => {
    await lab.putClip('a.mp4');
    await lab.putClip('.hidden/b.mp4');
    await mkdir(join(lab.dataFolder, 'outside'), { recursive: true });
    await rename(join(lab.root, '.hidden/b.mp4'), join(lab.dataFolder, 'outside/b.mp4'));
    await symlink(join(lab.dataFolder, 'outside'), join(lab.root, 'link'));
    await symlink(join(lab.dataFolder, 'outside/b.mp4'), join(lab.root, 'link.mp4'));
    await symlink(lab.root, join(lab.root, 'loop'));
    await lab.putClip('.hidden/c.mp4');
    expect(await lab.scan(await lab.addRoot())).toMatchObject({ found: 1 });
  });

  test('probes several files at once, as many as the settings allow', async () => {
    const settings = await lab.store.settings.get();
    await lab.store.settings.set({ ...settings, probeConcurrency: 5 });
    for (let n = 0; n < 12; n += 1) await writeFile(join(lab.root, `${String(n)}.mp4`), String(n));
    let active = 0;
    let most = 0;
    const gate: (() => void)[] = [];
    lab.setProbe(async () => {
      active += 1;
      most = Math.max(most, active);
      await new Promise<void>((resolve) => {
        gate.push(resolve);
        if (gate.length === 5 || lab.probed.length > 10) for (const open of gate.splice(0)) open();
      });
      active -= 1;
      return playable();
    });
    await lab.scan(await lab.addRoot());
    expect(most).toBe(5);
    expect((await lab.assets()).filter(isEligible)).toHaveLength(12);
  });

  test('keeps what it has when stopped, and probes only the rest the next time', async () => {
    for (let n = 0; n < 30; n += 1) await writeFile(join(lab.root, `${String(n)}.mp4`), String(n));
    const source = await lab.addRoot();
    const controller = new AbortController();
    const finished = new Set<string>();
    lab.setProbe(async (path, signal) => {
      if (lab.probed.length >= 12) controller.abort(new Error('stopped'));
      await Promise.resolve();
      signal.throwIfAborted();
      finished.add(path.slice(lab.root.length + 1));
      return playable();
    });
    await expect(lab.scan(source, controller.signal)).rejects.toThrow('stopped');
    expect(finished.size).toBeGreaterThan(0);
    const kept = await lab.assets();
    expect(kept).toHaveLength(30);
    expect(
      kept
        .filter(isEligible)
        .map(({ relativePath }) => relativePath)
        .sort(),
    ).toEqual([...finished].sort());
    expect(kept.filter(({ state }) => state === 'enriching')).toEqual([]);

    lab.probed.length = 0;
    lab.setProbe(() => Promise.resolve(playable()));
    await lab.scan(source);
    expect(lab.probed).toHaveLength(30 - finished.size);
    expect(lab.probed.filter((path) => finished.has(path))).toEqual([]);
    const after = await lab.assets();
    expect(after.filter(isEligible)).toHaveLength(30);
    expect(after.map(({ id }) => id).sort()).toEqual(kept.map(({ id }) => id).sort());
  });

  test('tries a file again whose probe could not be run', async () => {
    await writeFile(join(lab.root, 'a.mp4'), 'a');
    const source = await lab.addRoot();
    lab.setProbe(() => Promise.reject(new Error('out of memory')));
    await lab.scan(source);
    expect(await lab.assetAt('a.mp4')).toMatchObject({ state: 'new', fault: null });
    lab.setProbe(() => Promise.resolve(playable()));
    await lab.scan(source);
    expect(await lab.assetAt('a.mp4')).toMatchObject({ state: 'ready' });
  });

  test('refuses an unreachable folder and marks nothing vanished', async () => {
    await lab.putClip('a.mp4');
    const source = await lab.addRoot();
    await lab.scan(source);
    await rename(lab.root, `${lab.root}-away`);
    await expect(lab.scan(source)).rejects.toMatchObject({ code: 'source-unreachable' });
    expect(isEligible(await lab.assetAt('a.mp4'))).toBe(true);

    // What an unmounted drive leaves behind: the folder, without anything in it.
    await mkdir(lab.root);
    await expect(lab.scan(source)).rejects.toMatchObject({ code: 'source-unreachable' });
    expect(isEligible(await lab.assetAt('a.mp4'))).toBe(true);

    await rm(lab.root, { recursive: true });
    await writeFile(lab.root, 'a file');
    await expect(lab.scan(source)).rejects.toMatchObject({ code: 'source-unreachable' });
    await rm(lab.root);
  });
});
