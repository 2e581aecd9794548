import { copyFile, mkdir } from 'node:fs/promises';
import path from 'node:path';

import { resolveFfmpeg, type FfmpegTools } from '#main/media/resolve-ffmpeg.ts';
import { probeFile } from '#main/media/probe.ts';
import { createPlayout, type Playout } from '#main/playout/playout.ts';
import { evidenceInto, readerOver } from '#main/station/playout-store.ts';
import type { Store } from '#main/store/store.ts';
import type { Asset } from '#shared/model/asset.ts';
import type { Channel } from '#shared/model/channel.ts';
import type { HouseFormat } from '#shared/model/house-format.ts';
import { AssetId } from '#shared/model/ids.ts';
import type { LogBlock } from '#shared/model/log.ts';
import type { Airing, AiringContent, ScheduleDay } from '#shared/model/schedule-day.ts';
import { EMPTY_CARRY } from '#shared/model/schedule-day.ts';
import { DEFAULT_SETTINGS, type Settings } from '#shared/model/settings.ts';

import { buildAsset, buildSource } from './build-asset.ts';
import { buildChannel } from './build-channel.ts';
import { buildLog, type LogPiece } from './build-log.ts';
import { createManualClock, TEST_EPOCH_AT, type ManualClock } from './manual-clock.ts';
import { createTemporaryStore } from './temporary-store.ts';
import { REAL_TIME } from './test-media.ts';

/** The smallest house format, so that tests spend their time on seams and not on pixels. */
export const LAB_FORMAT: HouseFormat = { height: 480, rate: '25' };

/** One channel with a hand-made locked log over real files, a real store, real ffmpeg, and a clock that is moved by hand. */
export interface PlayoutLab {
  readonly clock: ManualClock;
  readonly store: Store;
  readonly channel: Channel;
  readonly blocks: readonly LogBlock[];
  readonly cacheFolder: string;
  readonly mediaFolder: string;
  /** What playout reported and rode over. */
  readonly troubles: string[];
  readonly settings: Settings;
  /** Opens playout over the lab's folders; several times for restarts. `tools` may be a broken ffmpeg. */
  openPlayout(tools?: () => FfmpegTools | null): Promise<Playout>;
  dispose(): Promise<void>;
}

/**
 * Builds the lab. `media` maps asset ids to files that are copied into the library; `blocks` say what airs from
 * the test epoch on.
 */
export async function createPlayoutLab(options: {
  readonly media: Readonly<Record<string, string>>;
  readonly blocks: readonly (readonly LogPiece[])[];
  readonly format?: HouseFormat;
  readonly settings?: Partial<Settings>;
}): Promise<PlayoutLab> {
  const clock = createManualClock();
  const temporary = await createTemporaryStore(clock);
  const { store, folder } = temporary;
  const tools = await resolveFfmpeg({ env: process.env }, REAL_TIME);
  const mediaFolder = path.join(folder, 'media');
  const cacheFolder = path.join(folder, 'cache');
  const settings = { ...DEFAULT_SETTINGS, prepareWhenIdle: false, ...options.settings };
  const channel = buildChannel({
    houseFormat: options.format ?? LAB_FORMAT,
    epochAt: TEST_EPOCH_AT - 3_600_000,
  });
  const source = buildSource({ path: mediaFolder });
  await mkdir(mediaFolder, { recursive: true });
  await store.channels.insert(channel);
  await store.sources.insert(source);
  await store.assets.saveMany(
    await Promise.all(
      Object.entries(options.media).map(([id, file]) => addAsset(tools, mediaFolder, id, file)),
    ),
  );
  const blocks = buildLog({
    channelId: channel.id,
    epochAt: channel.epochAt,
    startAt: TEST_EPOCH_AT,
    format: channel.houseFormat,
    blocks: options.blocks,
    firstMediaSequence: 1_000,
  });
  const day = dayAround(channel, blocks);
  await store.days.insert(day);
  const owned = blocks.map((block) => ({ ...block, scheduleDayId: day.id }));
  await store.durable((durable) => durable.log.append(owned));
  const troubles: string[] = [];
  const opened: Playout[] = [];

  return {
    clock,
    store,
    channel,
    blocks: owned,
    cacheFolder,
    mediaFolder,
    troubles,
    settings,
    async openPlayout(chosen = () => tools) {
      const playout = await createPlayout({
        memory: readerOver(store),
        evidence: evidenceInto(store),
        clock,
        processClock: REAL_TIME.clock,
        tools: chosen,
        cacheFolder,
        settings: () => settings,
        onChange: () => undefined,
        onSlates: () => undefined,
        onTrouble: (what, error) => troubles.push(`${what}: ${String(error)}`),
      });
      opened.push(playout);
      await playout.start();
      return playout;
    },
    async dispose() {
      for (const playout of opened) await playout.stop();
      await temporary.dispose();
    },
  };
}

async function addAsset(
  tools: FfmpegTools,
  mediaFolder: string,
  id: string,
  file: string,
): Promise<Asset> {
  const relativePath = `${id}${path.extname(file)}`;
  const target = path.join(mediaFolder, relativePath);
  await copyFile(file, target);
  const result = await probeFile(tools, target, REAL_TIME);
  if (result.outcome === 'fault') throw new Error(`${file}: ${result.detail}`);
  return buildAsset({
    id: AssetId.parse(id),
    relativePath,
    contentIdentity: `lab-${id}`,
    probe: result.probe,
    durationMs: result.durationMs,
  });
}

function contentOf(assetId: AssetId | null): AiringContent {
  return assetId === null ? { kind: 'slate' } : { kind: 'asset', assetId, assetKind: 'movie' };
}

function dayAround(channel: Channel, blocks: readonly LogBlock[]): ScheduleDay {
  const [first] = blocks;
  const last = blocks.at(-1);
  if (!first || !last) throw new Error('a lab needs blocks');
  const day: Omit<ScheduleDay, 'airings'> = {
    id: first.scheduleDayId,
    channelId: channel.id,
    broadcastDate: first.broadcastDate,
    planId: null,
    isManualOverride: false,
    startAt: first.startAt,
    endAt: last.endAt,
    carryOut: EMPTY_CARRY,
    contentHash: 'lab',
    frozenAt: first.startAt,
  };
  const airings = blocks.map((block): Airing => ({
    id: block.airingId,
    scheduleDayId: day.id,
    channelId: channel.id,
    broadcastDate: block.broadcastDate,
    startAt: block.startAt,
    endAt: block.endAt,
    content: contentOf(block.events[0]?.assetId ?? null),
    title: block.events[0]?.title ?? 'Slate',
    episodeTitle: null,
    seriesId: null,
    seasonNumber: null,
    episodeNumber: null,
    year: null,
    contentDurationMs: block.endAt - block.startAt,
    lineage: {
      planId: null,
      assignmentId: null,
      rule: 'default-programming',
      policy: null,
      cursorBefore: null,
      seed: null,
      eligibleCount: 1,
      operatorIntent: null,
    },
  }));
  return { ...day, airings };
}
