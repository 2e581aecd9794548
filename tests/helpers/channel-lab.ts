import type { HouseSegment } from '#main/media/house-segment.ts';
import { createChannelPlayout, type ChannelPlayout } from '#main/playout/channel-playout.ts';
import { createChannelTimeline } from '#main/playout/channel-timeline.ts';
import type { ConformSlice } from '#main/playout/conform-run.ts';
import type { EvidenceWriter } from '#main/playout/ports.ts';
import { createPreparer, type Preparer } from '#main/playout/preparer.ts';
import { createRecentlyAiredBytes } from '#main/playout/recently-aired-bytes.ts';
import type { SegmentCache } from '#main/playout/segment-cache.ts';
import type { Slates } from '#main/playout/slates.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { Channel } from '#shared/model/channel.ts';
import { AAC_FRAME_TICKS, ticksPerFrame, type HouseFormat } from '#shared/model/house-format.ts';
import { AssetId, ChannelId } from '#shared/model/ids.ts';
import type { PublishedSubstitution } from '#shared/model/playout.ts';

import { buildAsset } from './build-asset.ts';
import { buildChannel } from './build-channel.ts';
import { buildLog, type LogPiece } from './build-log.ts';
import { createManualClock, TEST_EPOCH_AT, type ManualClock } from './manual-clock.ts';

const FORMAT: HouseFormat = { height: 480, rate: '25' };
const MATERIAL = 0xa1;
const SLATE = 0x51;
/** So many bytes alike stand in nothing else. */
const MARKER_BYTES = 16;

const LAST_AIRTIME_MS = 15_000;

/** How quick the pretended encoder is: a time to start, and a time for each segment, which may change on the way. */
export interface EncoderSpeed {
  startMs: number;
  segmentMs: number;
}

/** Channels on the air with everything real but encoder, disk and store: the clock is moved by hand. */
export interface ChannelLab {
  readonly clock: ManualClock;
  readonly channels: readonly ChannelPlayout[];
  readonly preparer: Preparer;
  readonly speed: EncoderSpeed;
  /** Keys that were conformed. */
  readonly kept: Set<string>;
  readonly substitutions: PublishedSubstitution[];
  /** Told beginnings and ends of slates. */
  readonly slateNotes: string[];
  readonly troubles: string[];
  /** Assets that no encoder can read. */
  readonly unreadable: Set<string>;
  /** The log of a channel from the epoch on, as playout would read it again. */
  timelineOf(
    channel: Pick<Channel, 'id' | 'epochAt' | 'houseFormat'>,
    blocks: readonly (readonly LogPiece[])[],
  ): ChannelPlayout['timeline'];
  /** Ticks, and lets a viewer of each channel take what its playlist lists, for so long. Answers numbers aired as slates, by channel. */
  watch(forMs: number): Promise<Set<number>[]>;
}

function pretendedSegment(marker: number, frameCount: number, firstFrameInAct: number) {
  const ticks = ticksPerFrame(FORMAT);
  const firstAudioFrame = Math.floor((firstFrameInAct * ticks) / AAC_FRAME_TICKS);
  const endAudioFrame = Math.ceil(((firstFrameInAct + frameCount) * ticks) / AAC_FRAME_TICKS);
  const segment: HouseSegment = {
    format: FORMAT,
    frameCount,
    reorderDelayFrames: 1,
    firstFrameInAct,
    firstAudioFrame,
    video: Array.from({ length: frameCount }, (_, displayIndex) => ({
      bytes: new Uint8Array(24).fill(marker),
      displayIndex,
      isKey: displayIndex === 0,
    })),
    audio: Array.from({ length: endAudioFrame - firstAudioFrame + 1 }, () =>
      new Uint8Array(16).fill(marker),
    ),
    fingerprint: 'f'.repeat(64),
  };
  return segment;
}

/** Whether written bytes are those of a slate. */
export function isSlate(bytes: Uint8Array): boolean {
  return Buffer.from(bytes).includes(Buffer.alloc(MARKER_BYTES, SLATE));
}

export function createChannelLab(options: {
  readonly channels: number;
  readonly concurrency: number;
  readonly speed: EncoderSpeed;
  /** What airs on each channel from the epoch on. */
  readonly blocks: (channelIndex: number) => readonly (readonly LogPiece[])[];
  readonly preparation?: Channel['preparation'];
  /** How much of what was handed out is kept in memory. */
  readonly recentBytes?: number;
}): ChannelLab {
  const clock = createManualClock();
  const kept = new Map<string, HouseSegment>();
  const keys = new Set<string>();
  const { speed } = options;
  const unreadable = new Set<string>();
  const troubles: string[] = [];
  const substitutions: PublishedSubstitution[] = [];
  const slateNotes: string[] = [];
  const conform: ConformSlice = async (_tools, { cut }, source, { preset }) => {
    const takesMs = speed.startMs + speed.segmentMs * cut.segmentFrames.length;
    await new Promise<void>((resolve) => clock.callAt(clock.nowAt() + takesMs, resolve));
    if (unreadable.has(source.absolutePath)) throw new AppError('media-unreadable', 'broken');
    // As with a real encoder, bytes depend on the effort and on what is encoded in one go.
    const manner = cut.segmentFrames.length * 2 + (preset === 'fast' ? 1 : 0);
    let firstFrame = cut.firstFrame;
    return cut.segmentFrames.map((frameCount) => {
      const segment = pretendedSegment(MATERIAL + manner, frameCount, firstFrame);
      firstFrame += frameCount;
      return segment;
    });
  };
  const cache: SegmentCache = {
    has: (key) => keys.has(key),
    read: (key) => Promise.resolve((keys.has(key) && kept.get(key)) || null),
    write(key, segment) {
      kept.set(key, segment);
      keys.add(key);
      return Promise.resolve();
    },
    evict: () => Promise.resolve(0),
    protect: () => undefined,
    status: () => ({ usedBytes: 0, segmentCount: kept.size, fault: null }),
  };
  const preparer = createPreparer({
    cache,
    clock,
    processClock: clock,
    conform,
    concurrency: options.concurrency,
    limitOf: () => Infinity,
    tools: () => ({ ffmpegPath: 'ffmpeg', ffprobePath: 'ffprobe' }) as never,
    playable: ({ assetId }) =>
      Promise.resolve(
        assetId === null
          ? null
          : {
              asset: buildAsset({ id: AssetId.parse(assetId), contentIdentity: assetId }),
              absolutePath: assetId,
            },
      ),
    onFailure: (reason) => troubles.push(reason),
  });
  const slates: Slates = {
    load: () => Promise.resolve(),
    isLoaded: () => true,
    settled: () => Promise.resolve(),
    slate: (_look, frameCount, firstFrameInAct) =>
      pretendedSegment(SLATE, frameCount, firstFrameInAct),
  };
  const evidence: EvidenceWriter = {
    saveSession: () => Promise.resolve(),
    addSubstitution: (substitution) => Promise.resolve(void substitutions.push(substitution)),
    appendAsRun: () => Promise.resolve(),
    notePresence: () => Promise.resolve(),
  };
  const timelineOf: ChannelLab['timelineOf'] = (channel, blocks) =>
    createChannelTimeline(
      channel,
      buildLog({
        channelId: channel.id,
        epochAt: channel.epochAt,
        format: FORMAT,
        blocks,
        startAt: TEST_EPOCH_AT,
        firstMediaSequence: 1_000,
      }),
      0,
    );
  const channels = Array.from({ length: options.channels }, (_, index) => {
    const channel = buildChannel({
      id: ChannelId.parse(`c${String(index)}`),
      slug: `c${String(index)}`,
      number: index + 1,
      houseFormat: FORMAT,
      epochAt: TEST_EPOCH_AT - 3_600_000,
      preparation: options.preparation ?? 'on-demand',
    });
    return createChannelPlayout(channel, timelineOf(channel, options.blocks(index)), {
      evidence,
      clock,
      cache,
      preparer,
      slates,
      asRun: {
        observe: () => undefined,
        record: () => Promise.resolve(),
        close: () => undefined,
        offAir: null,
      },
      recentBytes: createRecentlyAiredBytes(options.recentBytes ?? 64 * 1024 * 1024),
      dvrWindowMinutes: () => 1,
      onChange: () => undefined,
      onSlates: (onSlates) =>
        slateNotes.push(onSlates ? `${channel.slug} on slates` : `${channel.slug} caught up`),
      onTrouble: (what, error) => troubles.push(`${what}: ${String(error)}`),
    });
  });

  return {
    clock,
    channels,
    preparer,
    speed,
    substitutions,
    slateNotes,
    troubles,
    unreadable,
    timelineOf,
    kept: keys,
    async watch(forMs) {
      const aired = channels.map(() => new Set<number>());
      // What was published before is not looked at again.
      const asked = channels.map(
        (channel) =>
          new Set(channel.playlist()?.segments.map(({ mediaSequence }) => mediaSequence)),
      );
      const taking: Promise<void>[] = [];
      const endAt = clock.nowAt() + forMs;
      // What was listed last waits for its airtime.
      while (clock.nowAt() < endAt + LAST_AIRTIME_MS) {
        for (const [index, channel] of channels.entries()) {
          channel.touch('viewer');
          await channel.tick();
          for (const { mediaSequence } of channel.playlist()?.segments ?? []) {
            if (asked[index]?.has(mediaSequence) || clock.nowAt() >= endAt) continue;
            asked[index]?.add(mediaSequence);
            taking.push(
              channel.segment(mediaSequence).then((bytes) => {
                if (!bytes || isSlate(bytes)) aired[index]?.add(mediaSequence);
              }),
            );
          }
        }
        await clock.advance(1_000);
      }
      await Promise.all(taking);
      return aired;
    },
  };
}
