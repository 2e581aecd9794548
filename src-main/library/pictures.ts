import PQueue from 'p-queue';

import type { SnapshotRequest } from '#main/media/snapshot.ts';
import type { AssetReader } from '#main/store/repositories/asset-port.ts';
import type { SourceReader } from '#main/store/repositories/source-port.ts';
import { AppError, invalidInput, notFound } from '#shared/errors/app-error.ts';
import type { Asset } from '#shared/model/asset.ts';
import type { AssetId } from '#shared/model/ids.ts';
import type { DurationMs } from '#shared/time/units.ts';

import { accessTo } from './sources/kinds.ts';

const HEIGHT_PIXELS = 240;
/** Where nobody says of when: past what begins black, before what gives the end away. */
const USUAL_PLACE = 0.2;
/** Pictures that wait for their turn; who wants more is told to come again. */
const MOST_WAITING = 32;
const LARGEST_CACHE_BYTES = 8 * 1024 * 1024;

/** A picture of an asset as it was at an instant of it. */
export interface Picture {
  readonly atMs: DurationMs;
  readonly jpeg: Uint8Array;
}

/** Small pictures of assets, taken when they are asked for, one at a time, and kept in memory within bounds. */
export interface Pictures {
  /**
   * A picture at the instant (a fifth into the asset for `null`), 240 pixels tall. Rejects with `not-found`, `invalid-input` for an
   * instant that the asset does not have, `media-unreadable`, `ffmpeg-unavailable`, `unavailable` while the machine is too busy.
   */
  of(id: AssetId, atMs: DurationMs | null): Promise<Picture>;
  /** Ends what is being taken; who waits hears `cancelled`. */
  stop(): Promise<void>;
}

export interface PicturesDependencies {
  readonly assets: AssetReader;
  readonly sources: SourceReader;
  take(absolutePath: string, request: SnapshotRequest, signal: AbortSignal): Promise<Uint8Array>;
}

export function createPictures({ assets, sources, take }: PicturesDependencies): Pictures {
  const turns = new PQueue({ concurrency: 1 });
  const stopping = new AbortController();
  /** The one that was asked for last comes last. */
  const kept = new Map<string, Uint8Array>();
  const underWay = new Map<string, Promise<Uint8Array>>();
  let keptBytes = 0;

  function keep(key: string, jpeg: Uint8Array): void {
    kept.set(key, jpeg);
    keptBytes += jpeg.length;
    for (const [oldest, picture] of kept) {
      if (keptBytes <= LARGEST_CACHE_BYTES) break;
      kept.delete(oldest);
      keptBytes -= picture.length;
    }
  }

  async function takeOf(asset: Asset, atMs: DurationMs): Promise<Uint8Array> {
    stopping.signal.throwIfAborted();
    const source = await sources.getByCollection(asset.collectionId);
    if (!source) throw notFound('source', asset.collectionId);
    const path = accessTo(source).locate(asset.relativePath);
    return take(path, { atMs, heightPixels: HEIGHT_PIXELS }, stopping.signal);
  }

  async function jpegOf(asset: Asset, atMs: DurationMs): Promise<Uint8Array> {
    // Of the content that lies there now: another file under the same name has other pictures.
    const key = JSON.stringify([asset.id, asset.contentIdentity, atMs]);
    const known = kept.get(key);
    if (known) {
      kept.delete(key);
      kept.set(key, known);
      return known;
    }
    const running = underWay.get(key);
    if (running) return running;
    if (turns.size >= MOST_WAITING) {
      throw new AppError('unavailable', 'Too many pictures are waited for.', {
        remedy: 'Ask again in a moment.',
      });
    }
    const taking = turns.add(() => takeOf(asset, atMs));
    underWay.set(key, taking);
    try {
      const jpeg = await taking;
      keep(key, jpeg);
      return jpeg;
    } finally {
      underWay.delete(key);
    }
  }

  return {
    async of(id, wantedMs) {
      const asset = await assets.get(id);
      if (!asset) throw notFound('asset', id);
      const { durationMs } = asset;
      if (durationMs === null || asset.fault === 'vanished') throw noPicture(asset);
      const atMs = wantedMs ?? Math.floor(durationMs * USUAL_PLACE);
      if (atMs >= durationMs) {
        throw invalidInput(
          'atMs',
          `"${asset.title}" lasts ${String(durationMs)} ms only.`,
          'Choose an instant inside it.',
        );
      }
      return { atMs, jpeg: await jpegOf(asset, atMs) };
    },

    async stop() {
      stopping.abort(new AppError('cancelled', 'The station is closing.'));
      await turns.onIdle();
    },
  };
}

function noPicture(asset: Asset): AppError {
  return new AppError('media-unreadable', `There is no picture of "${asset.title}".`, {
    field: 'id',
    assetId: asset.id,
    remedy: asset.faultDetail ?? 'Wait until the scan has read the file.',
  });
}
