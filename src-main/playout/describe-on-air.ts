import type { OnAir } from '#shared/contract/station.ts';
import { frameRateOf } from '#shared/model/house-format.ts';
import type { AiringId } from '#shared/model/ids.ts';
import type { LogBlock } from '#shared/model/log.ts';
import { frameAt } from '#shared/time/frames.ts';
import type { EpochMs } from '#shared/time/units.ts';

import type { ChannelPlayout } from './channel-playout.ts';
import type { AiringNames } from './ports.ts';
import { viewerCount } from './viewer-session.ts';

/** What is on the air on a channel at `now`, taken from the locked log and nothing else. */
export async function describeOnAir(
  playout: ChannelPlayout,
  now: EpochMs,
  airingOf: (id: AiringId) => Promise<AiringNames | null>,
): Promise<OnAir> {
  const { channel, timeline, session } = playout;
  const place = timeline.placeAt(now);
  return {
    channelId: channel.id,
    now: place ? await describeNow(playout, place, now, airingOf) : null,
    next: place ? await describeNext(playout, place.block, airingOf) : null,
    viewers: viewerCount(session),
    state: session.phase,
    isSlate: (await playout.sight()).type === 'slate',
    slates: playout.onSlates,
    preparedMs: session.phase === 'stopped' ? 0 : await playout.preparedMs(),
  };
}

async function describeNow(
  playout: ChannelPlayout,
  place: NonNullable<ReturnType<ChannelPlayout['timeline']['placeAt']>>,
  now: EpochMs,
  airingOf: (id: AiringId) => Promise<AiringNames | null>,
): Promise<OnAir['now']> {
  const { block, event } = place;
  const airing = await airingOf(block.airingId);
  const offsetMs = Math.max(0, Math.min(now - event.startAt, event.durationMs));
  return {
    airingId: block.airingId,
    title: airing?.title ?? event.title,
    episodeTitle: airing?.episodeTitle ?? null,
    startAt: block.startAt,
    endAt: block.endAt,
    eventId: event.id,
    eventKind: event.kind,
    eventTitle: event.title,
    eventEndAt: event.startAt + event.durationMs,
    assetId: event.assetId,
    assetOffsetMs: event.inPointMs + offsetMs,
    frame: frameAt(now, playout.channel.epochAt, frameRateOf(playout.channel.houseFormat)),
  };
}

async function describeNext(
  playout: ChannelPlayout,
  current: LogBlock,
  airingOf: (id: AiringId) => Promise<AiringNames | null>,
): Promise<OnAir['next']> {
  const nextSequence = current.firstMediaSequence + current.mediaSegmentCount;
  const block = playout.timeline.place(nextSequence)?.block;
  if (!block) return null;
  const airing = await airingOf(block.airingId);
  return {
    airingId: block.airingId,
    title: airing?.title ?? block.events[0]?.title ?? '',
    episodeTitle: airing?.episodeTitle ?? null,
    startAt: block.startAt,
    endAt: block.endAt,
  };
}
