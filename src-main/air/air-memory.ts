import type { FfmpegTools } from '#main/media/resolve-ffmpeg.ts';
import type { AiringNames, PlayableAsset, PlayoutReader } from '#main/playout/ports.ts';
import { countDiscontinuities } from '#shared/log/read/line-of-blocks.ts';
import type { Channel } from '#shared/model/channel.ts';
import type { AiringId, AssetId, ChannelId } from '#shared/model/ids.ts';
import type { LogBlock } from '#shared/model/log.ts';
import type { PlayoutSession, PresenceSpan, PublishedSubstitution } from '#shared/model/playout.ts';
import { DEFAULT_SETTINGS, type Settings } from '#shared/model/settings.ts';
import type { EpochMs } from '#shared/time/units.ts';

import type { AirNews, Evidence, LogNews } from './ports.ts';

/** What is on record of a channel. */
interface Past {
  recordedUntil: EpochMs | null;
  session: PlayoutSession | null;
  readonly substitutions: Map<number, PublishedSubstitution>;
}

/** The locked log of a channel as far as it is known. */
interface KnownLog {
  readonly blocks: readonly LogBlock[];
  /** Up to the first block. */
  readonly discontinuities: number;
}

/** All that the air was told, and what it has noted itself. Answers playout at once. */
export interface AirMemory {
  readonly reader: PlayoutReader;
  settings(): Settings;
  /** From where the station's own interface is served. */
  ownOrigins(): readonly string[];
  guideRevision(): string;
  tools(): FfmpegTools | null;
  learn(news: AirNews): void;
  /** Evidence of this run, or of an earlier one that the station has not taken over yet, stands over what was told. */
  note(evidence: Evidence): void;
}

/** An empty memory, but for when the station was on the air. */
export function createAirMemory(remembered: readonly PresenceSpan[]): AirMemory {
  let settings = DEFAULT_SETTINGS;
  let ownOrigins: readonly string[] = [];
  let tools: FfmpegTools | null = null;
  let channels: readonly Channel[] = [];
  let presence = remembered;
  let guideRevision = '';
  const pasts = new Map<ChannelId, Past>();
  const logs = new Map<ChannelId, KnownLog>();
  const coming = new Map<ChannelId, LogBlock[]>();
  const assets = new Map<AssetId, PlayableAsset | null>();
  const names = new Map<AiringId, AiringNames | null>();

  function pastOf(channelId: ChannelId): Past {
    const known = pasts.get(channelId);
    if (known) return known;
    const past: Past = { recordedUntil: null, session: null, substitutions: new Map() };
    pasts.set(channelId, past);
    return past;
  }

  function learnLog(news: LogNews): void {
    const { channelId } = news;
    const pieces = [...(coming.get(channelId) ?? []), ...news.blocks];
    if (!news.isLast) {
      coming.set(channelId, pieces);
      return;
    }
    coming.delete(channelId);
    const kept = (logs.get(channelId)?.blocks ?? []).filter(
      (block) => block.endAt > news.dropsUntil && block.startAt < news.fromAt,
    );
    const blocks = [...kept, ...pieces];
    logs.set(channelId, { blocks, discontinuities: news.discontinuities });
    forgetSlatesBefore(channelId, blocks[0]?.firstMediaSequence);
  }

  /** What lies before the log that is known is not asked for any more. */
  function forgetSlatesBefore(channelId: ChannelId, first: number | undefined): void {
    const substitutions = pasts.get(channelId)?.substitutions;
    if (!substitutions || first === undefined) return;
    for (const number of substitutions.keys()) if (number < first) substitutions.delete(number);
  }

  function forgetUnused(): void {
    const usedAssets = new Set<AssetId | null>();
    const usedAirings = new Set<AiringId>();
    for (const block of [...logs.values()].flatMap(({ blocks }) => blocks)) {
      usedAirings.add(block.airingId);
      for (const event of block.events) usedAssets.add(event.assetId);
    }
    for (const id of assets.keys()) if (!usedAssets.has(id)) assets.delete(id);
    for (const id of names.keys()) if (!usedAirings.has(id)) names.delete(id);
  }

  return {
    settings: () => settings,
    ownOrigins: () => ownOrigins,
    guideRevision: () => guideRevision,
    tools: () => tools,

    learn(news) {
      switch (news.kind) {
        case 'settings':
          ({ settings, ownOrigins, guideRevision } = news);
          return;
        case 'tools':
          ({ tools } = news);
          return;
        case 'channels': {
          ({ channels } = news);
          const known = new Set(channels.map(({ id }) => id));
          for (const id of logs.keys()) if (!known.has(id)) logs.delete(id);
          for (const id of pasts.keys()) if (!known.has(id)) pasts.delete(id);
          forgetUnused();
          return;
        }
        case 'past': {
          const past = pastOf(news.channelId);
          // What was noted here is younger than what the station knows.
          past.recordedUntil = Math.max(
            past.recordedUntil ?? -Infinity,
            news.recordedUntil ?? -Infinity,
          );
          if (past.recordedUntil === -Infinity) past.recordedUntil = null;
          past.session ??= news.session;
          for (const substitution of news.substitutions) {
            past.substitutions.set(substitution.mediaSequence, substitution);
          }
          return;
        }
        case 'assets':
          for (const [id, asset] of news.assets) assets.set(id, asset);
          return;
        case 'names':
          for (const [id, name] of news.names) names.set(id, name);
          return;
        case 'log':
          learnLog(news);
      }
    },

    note(evidence) {
      switch (evidence.kind) {
        case 'session':
          pastOf(evidence.session.channelId).session = evidence.session;
          return;
        case 'substitution': {
          const { substitutions } = pastOf(evidence.substitution.channelId);
          // The first one stands: what was published under a number never changes.
          if (substitutions.has(evidence.substitution.mediaSequence)) return;
          substitutions.set(evidence.substitution.mediaSequence, evidence.substitution);
          return;
        }
        case 'as-run':
          for (const { channelId, startedAt, durationMs } of evidence.rows) {
            const past = pastOf(channelId);
            past.recordedUntil = Math.max(past.recordedUntil ?? -Infinity, startedAt + durationMs);
          }
          return;
        case 'presence':
          presence = evidence.spans;
      }
    },

    reader: {
      channels: async () => channels,
      blocksIn: async (channelId, { startAt, endAt }) =>
        (logs.get(channelId)?.blocks ?? []).filter(
          (block) => block.startAt < endAt && block.endAt > startAt,
        ),
      async discontinuitiesUntil(channelId, startAt) {
        const log = logs.get(channelId);
        if (!log) return 0;
        return (
          log.discontinuities +
          countDiscontinuities(log.blocks.filter((block) => block.startAt <= startAt))
        );
      },
      playable: async (assetId) => assets.get(assetId) ?? null,
      airingNames: async (airingId) => names.get(airingId) ?? null,
      recordedUntil: async (channelId) => pasts.get(channelId)?.recordedUntil ?? null,
      presence: async () => presence,
      substitutionsFrom: async (channelId, mediaSequence) =>
        [...(pasts.get(channelId)?.substitutions.values() ?? [])]
          .filter((substitution) => substitution.mediaSequence >= mediaSequence)
          .sort((a, b) => a.mediaSequence - b.mediaSequence),
      latestSession: async (channelId) => pasts.get(channelId)?.session ?? null,
    },
  };
}
