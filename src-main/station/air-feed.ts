import { isDeepStrictEqual } from 'node:util';

import type { AirCalls } from '#main/air/ports.ts';
import { runWhenWoken } from '#main/air/run-when-woken.ts';
import type { MasterClock } from '#main/clock/master-clock.ts';
import type { FfmpegTools } from '#main/media/resolve-ffmpeg.ts';
import type { AiringNames, PlayableAsset } from '#main/playout/ports.ts';
import { isDamage } from '#main/store/sqlite-errors.ts';
import { countDiscontinuities } from '#shared/log/read/line-of-blocks.ts';
import type { Channel } from '#shared/model/channel.ts';
import type { AiringId, AssetId, ChannelId } from '#shared/model/ids.ts';
import type { LogBlock } from '#shared/model/log.ts';
import type { Settings } from '#shared/model/settings.ts';
import type { Interval } from '#shared/time/interval.ts';
import { MS_PER_HOUR, MS_PER_MINUTE, type DurationMs, type EpochMs } from '#shared/time/units.ts';

import type { StationReader } from './playout-store.ts';

/** So often everything is looked at again, whatever was announced. */
const REFRESH_MS: DurationMs = 5 * MS_PER_MINUTE;
/** After a failure, which is usually a locked file. */
const RETRY_MS: DurationMs = 1_000;
/** One piece of news holds at most so many rows of the log, or other things: a few milliseconds to take in. */
const LARGEST_PIECE = 400;

/** Tells the air what it must know, and tells it again when it has changed. */
export interface AirFeed {
  /** Tells everything to an air that knows nothing. Rejects as the store and the air do. */
  begin(air: AirCalls): Promise<void>;
  /** Something may have changed: channels and all logs, one log, or what is known of files. Told in a moment. */
  changed(what: 'channels' | 'assets' | 'settings' | ChannelId): void;
  /** Resolves when nothing waits to be told. */
  settled(): Promise<void>;
  stop(): void;
}

/** What the air has been told of one channel. */
interface Told {
  readonly blocks: readonly LogBlock[];
  /** Breaks of the line of pictures or of their numbers up to the first block, its beginning included. */
  readonly discontinuities: number;
}

export function createAirFeed(options: {
  readonly reader: StationReader;
  readonly clock: MasterClock;
  readonly settings: () => Settings;
  readonly ownOrigins: () => readonly string[];
  readonly guideRevision: () => string;
  readonly tools: () => FfmpegTools | null;
  readonly onTrouble: (what: string, error: unknown) => void;
}): AirFeed {
  const { reader, clock } = options;
  let air: AirCalls | null = null;
  let told = new Map<ChannelId, Told>();
  let toldAssets = new Map<AssetId, PlayableAsset | null>();
  let toldNames = new Set<AiringId>();
  let pending = new Set<'channels' | 'assets' | 'settings' | ChannelId>();
  let cancelRetry: () => void = () => undefined;

  async function tellSettings(to: AirCalls): Promise<void> {
    await to.tell({
      kind: 'settings',
      settings: options.settings(),
      ownOrigins: options.ownOrigins(),
      guideRevision: options.guideRevision(),
    });
    await to.tell({ kind: 'tools', tools: options.tools() });
  }

  /** What is damaged of the record of the past keeps nothing from airing; health tells of it. */
  async function recordedUntil(id: ChannelId): Promise<EpochMs | null> {
    try {
      return await reader.recordedUntil(id);
    } catch (error) {
      if (!isDamage(error)) throw error;
      options.onTrouble('reading until when as-run is recorded', error);
      return null;
    }
  }

  async function tellPast(
    to: AirCalls,
    { id }: Channel,
    blocks: readonly LogBlock[],
  ): Promise<void> {
    const oldest = blocks[0]?.firstMediaSequence ?? 0;
    await to.tell({
      kind: 'past',
      channelId: id,
      recordedUntil: await recordedUntil(id),
      session: await reader.latestSession(id),
      substitutions: await reader.substitutionsFrom(id, oldest),
    });
  }

  /** From where playlists may begin, or as-run has not been written, to a day beyond the horizon. */
  async function windowOf({ id }: Channel): Promise<Interval> {
    const { dvrWindowMinutes, logHorizonHours } = options.settings();
    const now = clock.nowAt();
    const rewindAt = now - dvrWindowMinutes * MS_PER_MINUTE - REFRESH_MS;
    const unrecordedFrom = (await recordedUntil(id)) ?? rewindAt;
    return {
      startAt: Math.max(Math.min(rewindAt, unrecordedFrom), now - 24 * MS_PER_HOUR),
      endAt: now + (logHorizonHours + 24) * MS_PER_HOUR,
    };
  }

  async function tellAssets(to: AirCalls, ids: readonly AssetId[]): Promise<void> {
    const changed: [AssetId, PlayableAsset | null][] = [];
    const found = await reader.playableMany(ids);
    for (const id of ids) {
      const asset = found.get(id) ?? null;
      if (toldAssets.has(id) && isDeepStrictEqual(toldAssets.get(id), asset)) continue;
      toldAssets.set(id, asset);
      changed.push([id, asset]);
    }
    for (let at = 0; at < changed.length; at += LARGEST_PIECE) {
      await to.tell({ kind: 'assets', assets: changed.slice(at, at + LARGEST_PIECE) });
    }
  }

  async function tellNames(to: AirCalls, blocks: readonly LogBlock[]): Promise<void> {
    const names = new Map<AiringId, AiringNames | null>();
    for (const { airingId } of blocks) {
      if (toldNames.has(airingId) || names.has(airingId)) continue;
      const airing = await reader.airingNames(airingId);
      names.set(airingId, airing && { title: airing.title, episodeTitle: airing.episodeTitle });
    }
    if (names.size > 0) await to.tell({ kind: 'names', names: [...names] });
    for (const airingId of names.keys()) toldNames.add(airingId);
  }

  async function tellLog(to: AirCalls, channel: Channel): Promise<void> {
    const window = await windowOf(channel);
    const blocks = await reader.blocksIn(channel.id, window);
    const known = told.get(channel.id);
    if (!known) await tellPast(to, channel, blocks);
    const before = (known?.blocks ?? []).filter((block) => block.endAt > window.startAt);
    let same = 0;
    while (same < blocks.length && isDeepStrictEqual(blocks[same], before[same])) same += 1;
    const fresh = blocks.slice(same);
    const dropped = before.slice(same);
    const hasShrunk = before.length < (known?.blocks.length ?? 0);
    if (known && fresh.length === 0 && dropped.length === 0 && !hasShrunk) return;
    const ids = fresh.flatMap((block) => block.events.map(({ assetId }) => assetId));
    const unknown = [...new Set(ids)].filter((id) => id !== null && !toldAssets.has(id));
    await tellAssets(to, unknown as AssetId[]);
    await tellNames(to, fresh);
    const fromAt = Math.min(
      fresh[0]?.startAt ?? Number.MAX_SAFE_INTEGER,
      dropped[0]?.startAt ?? Number.MAX_SAFE_INTEGER,
    );
    const discontinuities = await discontinuitiesUntil(channel.id, blocks[0], known);
    const pieces = piecesOf(fresh);
    for (const [index, piece] of pieces.entries()) {
      await to.tell({
        kind: 'log',
        channelId: channel.id,
        dropsUntil: window.startAt,
        fromAt,
        discontinuities,
        blocks: piece,
        isLast: index === pieces.length - 1,
      });
    }
    told.set(channel.id, { blocks, discontinuities });
  }

  /** All of the log is looked at once; what has aired does not change afterwards. */
  async function discontinuitiesUntil(
    channelId: ChannelId,
    first: LogBlock | undefined,
    known: Told | undefined,
  ): Promise<number> {
    if (!first) return 0;
    const index = known?.blocks.findIndex(({ id }) => id === first.id) ?? -1;
    if (!known || index < 0) return reader.discontinuitiesUntil(channelId, first.startAt);
    return known.discontinuities + countDiscontinuities(known.blocks.slice(0, index + 1));
  }

  async function tellChannels(to: AirCalls): Promise<void> {
    const channels = await reader.channels();
    const active = channels.filter((channel) => channel.isActive);
    for (const id of told.keys()) if (!active.some((channel) => channel.id === id)) told.delete(id);
    // A channel that is new goes on the air with its log.
    for (const channel of active) if (!told.has(channel.id)) await tellLog(to, channel);
    await to.tell({ kind: 'channels', channels });
    forgetUnused();
    for (const channel of active) await tellLog(to, channel);
  }

  /** On this news the air forgets what none of its logs speaks of; when that comes again it has to be told anew. */
  function forgetUnused(): void {
    const blocks = [...told.values()].flatMap((each) => each.blocks);
    const usedAirings = new Set(blocks.map(({ airingId }) => airingId));
    const usedAssets = new Set(blocks.flatMap(({ events }) => events.map((row) => row.assetId)));
    for (const id of toldNames) if (!usedAirings.has(id)) toldNames.delete(id);
    for (const id of toldAssets.keys()) if (!usedAssets.has(id)) toldAssets.delete(id);
  }

  async function tellEverything(to: AirCalls): Promise<void> {
    told = new Map();
    toldAssets = new Map();
    toldNames = new Set();
    await tellSettings(to);
    await tellChannels(to);
  }

  async function tell(to: AirCalls, what: ReadonlySet<string>): Promise<void> {
    if (what.has('settings')) await tellSettings(to);
    if (what.has('assets')) await tellAssets(to, [...toldAssets.keys()]);
    if (what.has('channels')) {
      await tellChannels(to);
      return;
    }
    const channels = (await reader.channels()).filter(
      ({ id, isActive }) => isActive && what.has(id),
    );
    for (const channel of channels) await tellLog(to, channel);
  }

  const telling = runWhenWoken(async () => {
    while (air && pending.size > 0) {
      const what = pending;
      pending = new Set();
      try {
        await tell(air, what);
      } catch (error) {
        for (const each of what) pending.add(each);
        options.onTrouble('telling the air', error);
        cancelRetry();
        cancelRetry = clock.callAt(clock.nowAt() + RETRY_MS, telling.wake);
        return;
      }
    }
  });

  const stopRefresh = clock.every(REFRESH_MS, () => {
    pending.add('channels');
    telling.wake();
  });

  return {
    async begin(to) {
      air = null;
      await telling.idle();
      pending.clear();
      await tellEverything(to);
      air = to;
      telling.wake();
    },
    changed(what) {
      pending.add(what);
      telling.wake();
    },
    settled: telling.idle,
    stop() {
      air = null;
      stopRefresh();
      cancelRetry();
    },
  };
}

/** Cuts blocks into pieces of a bounded number of rows; at least one piece. */
function piecesOf(blocks: readonly LogBlock[]): LogBlock[][] {
  const pieces: LogBlock[][] = [[]];
  let rows = 0;
  for (const block of blocks) {
    const piece = pieces.at(-1);
    if (piece && (piece.length === 0 || rows + block.events.length <= LARGEST_PIECE)) {
      piece.push(block);
      rows += block.events.length;
    } else {
      pieces.push([block]);
      rows = block.events.length;
    }
  }
  return pieces;
}
