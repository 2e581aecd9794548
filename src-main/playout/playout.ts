import path from 'node:path';

import type { MasterClock } from '#main/clock/master-clock.ts';
import { conformSlice } from '#main/media/conform.ts';
import type { FfmpegTools } from '#main/media/resolve-ffmpeg.ts';
import { makeSlates } from '#main/media/slate-alphabet.ts';
import type { ChannelResources } from '#shared/contract/channel.ts';
import type { OnAir } from '#shared/contract/station.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { AiringId, ChannelId } from '#shared/model/ids.ts';
import type { Settings } from '#shared/model/settings.ts';
import { MS_PER_HOUR, MS_PER_MINUTE, type DurationMs, type EpochMs } from '#shared/time/units.ts';

import { openAsRunRecorder, type AsRunRecorder } from './as-run-recorder.ts';
import { createCacheKeeper } from './cache-keeper.ts';
import { createChannelPlayout, type ChannelPlayout } from './channel-playout.ts';
import { createChannelRoster } from './channel-roster.ts';
import { type ChannelTimeline, type SegmentPlace } from './channel-timeline.ts';
import { describeOnAir } from './describe-on-air.ts';
import { createPlayableAssets } from './playable-assets.ts';
import type { AiringNames, EvidenceWriter, PlayoutReader } from './ports.ts';
import { createPreparer, type Preparer } from './preparer.ts';
import { createRecentlyAiredBytes } from './recently-aired-bytes.ts';
import { openSegmentCache, type SegmentCache, type SegmentCacheStatus } from './segment-cache.ts';
import { singleFlight } from './single-flight.ts';
import type { OnSlates } from './slate-watch.ts';
import { createSlates } from './slates.ts';
import { loadOrMakeSlates } from './slate-store.ts';
import { viewerCount } from './viewer-session.ts';

const TICK_MS: DurationMs = 1_000;
const AS_RUN_MS: DurationMs = 5_000;
const REFRESH_MS: DurationMs = 5 * MS_PER_MINUTE;
/** Without viewers to come, a watched channel is prepared so far ahead; one that is always on, to the log's end. */
const WATCHED_AHEAD_MS: DurationMs = 30 * MS_PER_MINUTE;
const RECENT_BYTES = 192 * 1024 * 1024;

/** When a media segment airs, and which number follows; `null` at the end of the log. */
export interface SegmentTiming {
  readonly startAt: EpochMs;
  readonly durationMs: DurationMs;
  readonly nextMediaSequence: number | null;
}

function timingOf(timeline: ChannelTimeline, place: SegmentPlace): SegmentTiming {
  return {
    startAt: place.startAt,
    durationMs: place.endAt - place.startAt,
    nextMediaSequence: timeline.after(place)?.mediaSequence ?? null,
  };
}

/** Everything that is on the air. Answers viewers from the locked log and the cache; never plans. */
export interface Playout {
  /** Loads every active channel, resumes interrupted sessions and begins to tick. */
  start(): Promise<void>;
  stop(): Promise<void>;
  channels(): readonly { id: ChannelId; slug: string; number: number; name: string }[];
  touch(slug: string, viewerKey: string): void;
  playlist(slug: string): ReturnType<ChannelPlayout['playlist']>;
  segment(slug: string, mediaSequence: number, signal: AbortSignal): Promise<Uint8Array | null>;
  onAirSequence(slug: string): ({ mediaSequence: number } & SegmentTiming) | null;
  segmentTiming(slug: string, mediaSequence: number): SegmentTiming | null;
  onAir(): Promise<OnAir[]>;
  /** What each channel on the air takes of the machine. */
  resources(): ChannelResources[];
  cacheStatus(): { budgetBytes: number } & SegmentCacheStatus;
  /** A channel was made, changed or removed, or its log has grown. */
  refresh(channelId?: ChannelId): Promise<void>;
  /** Assets have changed: what is known of their files is read again. */
  forgetAssets(): void;
  /** Whether nothing waits to be prepared; background work may run. */
  isIdle(): boolean;
}

/** Opens playout over a cache folder. `tools` answers `null` while there is no ffmpeg. */
export async function createPlayout(options: {
  readonly memory: PlayoutReader;
  readonly evidence: EvidenceWriter;
  readonly clock: MasterClock;
  /** Real time for the watchdog over child processes, whatever pace the station's clock keeps. */
  readonly processClock: MasterClock;
  readonly tools: () => FfmpegTools | null;
  readonly cacheFolder: string;
  readonly settings: () => Settings;
  readonly concurrency?: number;
  readonly onChange: (channelId: ChannelId) => void;
  /** A channel began to air slates, or has caught up (`null`): once for each trouble. */
  readonly onSlates: (channelId: ChannelId, onSlates: OnSlates | null) => void;
  readonly onTrouble: (what: string, error: unknown) => void;
}): Promise<Playout> {
  const { memory, evidence, clock, processClock, settings, onTrouble } = options;
  const cache: SegmentCache = await openSegmentCache(path.join(options.cacheFolder, 'segments'));
  const slateCache = await openSegmentCache(path.join(options.cacheFolder, 'slates'));
  const ending = new AbortController();
  const slates = createSlates((look) =>
    loadOrMakeSlates(slateCache, look, () => {
      const tools = options.tools();
      if (!tools) throw new AppError('ffmpeg-unavailable', 'No ffmpeg: there are no slates yet.');
      return makeSlates(tools, look, { clock: processClock, signal: ending.signal });
    }),
  );
  const asRun: AsRunRecorder = await openAsRunRecorder(memory, evidence, clock);
  const recentBytes = createRecentlyAiredBytes(RECENT_BYTES);
  const assets = createPlayableAssets(memory);
  const airings = new Map<AiringId, AiringNames>();
  const stops: (() => void)[] = [];
  const keeper = createCacheKeeper(cache, assets, onTrouble);

  const preparer: Preparer = createPreparer({
    cache,
    clock,
    processClock,
    tools: options.tools,
    conform: conformSlice,
    concurrency: options.concurrency ?? 2,
    limitOf: (channelId) => roster.get(channelId)?.channel.preparationLimit ?? Infinity,
    playable: (event) => assets.of(event.assetId),
    onFailure: (reason) => {
      onTrouble('preparing material', new Error(reason));
    },
  });

  const roster = createChannelRoster({
    memory,
    now: () => clock.nowAt(),
    settings,
    readAgainMs: REFRESH_MS,
    resumesSessions: asRun.offAir === null,
    make: (channel, timeline) =>
      createChannelPlayout(channel, timeline, {
        evidence,
        clock,
        cache,
        preparer,
        slates,
        asRun,
        recentBytes,
        dvrWindowMinutes: () => settings().dvrWindowMinutes,
        onChange: () => options.onChange(channel.id),
        onSlates: (onSlates) => options.onSlates(channel.id, onSlates),
        onTrouble,
      }),
    onAdded: ({ timeline }) => {
      slates.load(timeline.look).catch((error: unknown) => {
        if (!ending.signal.aborted) onTrouble('making slates', error);
      });
    },
    onRemoved: (id) => {
      preparer.release(id);
    },
    onRefreshed: () => {
      keeper.logsChanged();
    },
  });

  const tick = singleFlight(async () => {
    for (const channel of roster.all()) await channel.tick();
    if (settings().prepareWhenIdle && preparer.isIdle) await prepareAhead();
    await keeper.keep(roster.all(), settings().cacheBudgetBytes);
  }, 'join');

  async function prepareAhead(): Promise<void> {
    if (!keeper.hasRoom(settings().cacheBudgetBytes)) return;
    const now = clock.nowAt();
    for (const channel of roster.all()) {
      const aheadMs =
        channel.channel.preparation === 'always'
          ? settings().logHorizonHours * MS_PER_HOUR
          : WATCHED_AHEAD_MS;
      if (channel.session.phase === 'running' || channel.session.isAlwaysOn) {
        await channel.prepareAhead(now + aheadMs);
      }
    }
  }

  const recordAsRun = singleFlight(
    () =>
      asRun.record(
        roster.all().map(({ channel, timeline }) => ({
          id: channel.id,
          blocks: timeline.blocks,
        })),
      ),
    'again',
  );

  async function airing(id: AiringId): Promise<AiringNames | null> {
    const known = airings.get(id);
    if (known) return known;
    const found = await memory.airingNames(id);
    if (found) airings.set(id, found);
    return found;
  }

  function guarded(what: string, run: () => Promise<void>) {
    return (): void => {
      run().catch((error: unknown) => {
        onTrouble(what, error);
      });
    };
  }

  return {
    async start() {
      await roster.refresh();
      await recordAsRun();
      stops.push(
        clock.every(TICK_MS, guarded('ticking', tick)),
        clock.every(AS_RUN_MS, guarded('writing as-run', recordAsRun)),
        clock.every(
          REFRESH_MS,
          guarded('reading the log again', () => {
            airings.clear();
            return roster.refresh();
          }),
        ),
      );
    },
    async stop() {
      for (const stop of stops.splice(0)) stop();
      ending.abort();
      await preparer.stop();
      await slates.settled();
      await recordAsRun().catch((error: unknown) => {
        onTrouble('writing as-run', error);
      });
      asRun.close();
    },
    channels: () =>
      roster
        .inOrder()
        .map(({ channel: { id, slug, number, name } }) => ({ id, slug, number, name })),
    touch(slug, viewerKey) {
      roster.bySlug(slug)?.touch(viewerKey);
    },
    playlist(slug) {
      const channel = roster.bySlug(slug);
      if (!channel) return null;
      const playlist = channel.playlist();
      if (playlist) return playlist;
      throw new AppError(
        'horizon-no-schedule-data',
        `Channel ${channel.channel.name} has nothing scheduled now.`,
        { remedy: 'Wait for the horizon to extend, or look at the channel’s planning fault.' },
      );
    },
    async segment(slug, mediaSequence) {
      return (await roster.bySlug(slug)?.segment(mediaSequence)) ?? null;
    },
    onAirSequence(slug) {
      const timeline = roster.bySlug(slug)?.timeline;
      const place = timeline?.placeAt(clock.nowAt());
      if (!timeline || !place) return null;
      return { mediaSequence: place.mediaSequence, ...timingOf(timeline, place) };
    },
    segmentTiming(slug, mediaSequence) {
      const timeline = roster.bySlug(slug)?.timeline;
      const place = timeline?.place(mediaSequence);
      return timeline && place ? timingOf(timeline, place) : null;
    },
    onAir: () =>
      Promise.all(roster.inOrder().map((channel) => describeOnAir(channel, clock.nowAt(), airing))),
    resources: () =>
      roster.inOrder().map(({ channel, session }) => ({
        channelId: channel.id,
        preparationLimit: channel.preparationLimit,
        ...preparer.usageOf(channel.id),
        heldBytes: recentBytes.bytesUnder(`${channel.id}/`),
        viewers: viewerCount(session),
      })),
    cacheStatus: () => ({ ...cache.status(), budgetBytes: settings().cacheBudgetBytes }),
    refresh: roster.refresh,
    forgetAssets() {
      assets.forget();
      keeper.filesChanged();
      for (const channel of roster.all()) channel.assetsChanged();
    },
    isIdle: () => preparer.isIdle,
  };
}
