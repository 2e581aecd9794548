import {
  ChannelId,
  AiringId,
  AssetId,
  LogBlockId,
  LogEventId,
  ScheduleDayId,
} from '#shared/model/ids.ts';
import { frameRateOf, mediaSegmentCount, type HouseFormat } from '#shared/model/house-format.ts';
import { NO_TRANSITION, type LogBlock, type LogEvent } from '#shared/model/log.ts';
import { frameAt, framesIn } from '#shared/time/frames.ts';

/** An event of a hand-made log: an asset from a point, or a pad, for so many milliseconds. */
export interface LogPiece {
  readonly assetId?: string;
  readonly durationMs: number;
  readonly inPointMs?: number;
  readonly fadeMs?: number;
}

/**
 * A locked log for playout tests, made without the planner: blocks one after the other from `startAt`, each of the
 * given pieces, with frames from the epoch and media sequence numbers from `firstMediaSequence`.
 */
export function buildLog(options: {
  readonly channelId: string;
  readonly epochAt: number;
  readonly startAt: number;
  readonly format: HouseFormat;
  readonly blocks: readonly (readonly LogPiece[])[];
  readonly firstMediaSequence?: number;
}): LogBlock[] {
  const rate = frameRateOf(options.format);
  const frame = (at: number): number => frameAt(at, options.epochAt, rate);
  const channelId = ChannelId.parse(options.channelId);
  let at = options.startAt;
  let mediaSequence = options.firstMediaSequence ?? 0;
  return options.blocks.map((pieces, blockIndex) => {
    const blockStartAt = at;
    const blockFirstSequence = mediaSequence;
    const blockId = LogBlockId.parse(`${options.channelId}-b${String(blockStartAt)}`);
    const airingId = AiringId.parse(`airing-${String(blockStartAt)}`);
    const events = pieces.map((piece, index): LogEvent => {
      const firstFrame = frame(at);
      const frameCount = frame(at + piece.durationMs) - firstFrame;
      const segments = mediaSegmentCount(frameCount, options.format);
      const fade = piece.fadeMs
        ? ({ kind: 'fade', durationMs: piece.fadeMs } as const)
        : NO_TRANSITION;
      const event: LogEvent = {
        id: LogEventId.parse(`${blockId}-e${String(index)}`),
        blockId,
        index,
        kind: piece.assetId === undefined ? 'pad' : 'act',
        interstitialKind: null,
        airingId,
        breakIndex: piece.assetId === undefined ? 0 : null,
        assetId: piece.assetId === undefined ? null : AssetId.parse(piece.assetId),
        title: piece.assetId ?? 'Pad',
        startAt: at,
        durationMs: piece.durationMs,
        inPointMs: piece.inPointMs ?? 0,
        transitionIn: fade,
        transitionOut: fade,
        gainDb: 0,
        firstFrame,
        frameCount,
        assetInFrame: framesIn(piece.inPointMs ?? 0, rate),
        firstMediaSequence: mediaSequence,
        mediaSegmentCount: segments,
        lineage: { rule: 'content', seed: null, candidateCount: 1 },
      };
      at += piece.durationMs;
      mediaSequence += segments;
      return event;
    });
    return {
      id: blockId,
      channelId,
      scheduleDayId: ScheduleDayId.parse(`day-${String(blockIndex)}`),
      airingId,
      broadcastDate: '2026-01-01',
      startAt: blockStartAt,
      endAt: at,
      firstFrame: frame(blockStartAt),
      frameCount: frame(at) - frame(blockStartAt),
      firstMediaSequence: blockFirstSequence,
      mediaSegmentCount: mediaSequence - blockFirstSequence,
      lockedAt: blockStartAt,
      events,
    };
  });
}
