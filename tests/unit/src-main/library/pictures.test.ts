import { beforeEach, describe, expect, test } from 'vitest';

import { createPictures, type Pictures } from '#main/library/pictures.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { Asset } from '#shared/model/asset.ts';
import { AssetId } from '#shared/model/ids.ts';
import { buildAsset, buildSource } from '#tests/helpers/build-asset.ts';

const SOURCE = buildSource();

let assets: Asset[];
/** What ffmpeg was asked for, and how each is answered. */
let taken: {
  path: string;
  atMs: number;
  end: (jpeg: Uint8Array) => void;
  fail: (error: Error) => void;
}[];
let pictures: Pictures;

beforeEach(() => {
  assets = [assetNamed('one'), assetNamed('two')];
  taken = [];
  pictures = createPictures({
    assets: {
      get: (id: AssetId) => Promise.resolve(assets.find((asset) => asset.id === id) ?? null),
    } as never,
    sources: { getByCollection: () => Promise.resolve(SOURCE) } as never,
    take: (path, { atMs }, signal) =>
      new Promise((end, fail) => {
        taken.push({ path, atMs, end, fail });
        signal.addEventListener('abort', () => {
          fail(signal.reason as Error);
        });
      }),
  });
});

function assetNamed(name: string, fields: Partial<Asset> = {}): Asset {
  return buildAsset({
    id: AssetId.parse(name),
    collectionId: SOURCE.collectionId,
    relativePath: `${name}.mkv`,
    contentIdentity: `content of ${name}`,
    durationMs: 10_000,
    ...fields,
  });
}

const of = (name: string, atMs: number | null = null) => pictures.of(AssetId.parse(name), atMs);

/** Lets everything happen that waits for nothing from outside. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}

function jpegOf(bytes: number): Uint8Array {
  return new Uint8Array(bytes);
}

describe('createPictures', () => {
  test('takes a picture a fifth into the asset unless told when', async () => {
    const usual = of('one');
    await settle();
    taken[0]?.end(jpegOf(1));
    expect(await usual).toEqual({ atMs: 2_000, jpeg: jpegOf(1) });
    const chosen = of('one', 9_999);
    await settle();
    taken[1]?.end(jpegOf(2));
    expect(await chosen).toEqual({ atMs: 9_999, jpeg: jpegOf(2) });
    expect(taken).toMatchObject([
      { path: `${SOURCE.path}/one.mkv`, atMs: 2_000 },
      { path: `${SOURCE.path}/one.mkv`, atMs: 9_999 },
    ]);
  });

  test('takes one at a time', async () => {
    const both = [of('one'), of('two')];
    await settle();
    expect(taken).toHaveLength(1);
    taken[0]?.end(jpegOf(1));
    await both[0];
    await settle();
    expect(taken).toHaveLength(2);
    taken[1]?.end(jpegOf(1));
    await both[1];
  });

  test('takes what several ask for once, and keeps it until the file has other content', async () => {
    const both = Promise.all([of('one'), of('one')]);
    await settle();
    taken[0]?.end(jpegOf(1));
    await both;
    expect(await of('one')).toEqual({ atMs: 2_000, jpeg: jpegOf(1) });
    expect(taken).toHaveLength(1);
    assets = [assetNamed('one', { contentIdentity: 'another film' })];
    const anew = of('one');
    await settle();
    taken[1]?.end(jpegOf(3));
    expect((await anew).jpeg).toHaveLength(3);
  });

  test('keeps so many bytes and drops what was asked for the longest time ago', async () => {
    const MiB = 1024 * 1024;
    for (const atMs of [1, 2]) {
      const picture = of('one', atMs);
      await settle();
      taken.at(-1)?.end(jpegOf(4 * MiB));
      await picture;
    }
    await of('one', 1);
    const third = of('one', 3);
    await settle();
    taken.at(-1)?.end(jpegOf(MiB));
    await third;
    await of('one', 1);
    expect(taken).toHaveLength(3);
    void of('one', 2).catch(() => undefined);
    await settle();
    expect(taken).toHaveLength(4);
    await pictures.stop();
  });

  test('remembers no failure', async () => {
    const failing = of('one');
    await settle();
    taken[0]?.fail(new AppError('media-unreadable', 'No picture can be taken from the file.'));
    await expect(failing).rejects.toMatchObject({ code: 'media-unreadable' });
    const again = of('one');
    await settle();
    taken[1]?.end(jpegOf(1));
    expect((await again).jpeg).toHaveLength(1);
  });

  test.each<[string, string, number | null, Partial<Asset> | null, string]>([
    ['an asset that there is not', 'three', null, null, 'not-found'],
    ['an instant at its end', 'one', 10_000, null, 'invalid-input'],
    ['a file that was never read', 'one', null, { durationMs: null }, 'media-unreadable'],
    ['a file that is gone', 'one', null, { fault: 'vanished' }, 'media-unreadable'],
  ])('refuses %s without starting ffmpeg', async (_, name, atMs, fields, code) => {
    if (fields) assets = [assetNamed('one', fields)];
    await expect(of(name, atMs)).rejects.toMatchObject({ code });
    expect(taken).toEqual([]);
  });

  test('turns away whoever asks when too many wait, and ends what runs when the station closes', async () => {
    const asked = Array.from({ length: 40 }, (_, index) =>
      of('one', index).catch((error: unknown) => error),
    );
    await settle();
    await pictures.stop();
    const codes = (await Promise.all(asked)).map((error) => (error as AppError).code);
    expect(codes.filter((code) => code === 'unavailable')).toHaveLength(7);
    expect(codes.filter((code) => code === 'cancelled')).toHaveLength(33);
    expect(taken).toHaveLength(1);
  });
});
