import type { AssetId, LogBlockId, LogEventId } from '../model/ids.ts';
import type { LogBlock } from '../model/log.ts';
import type { DurationMs, EpochMs } from '../time/units.ts';

/** What a player needs of one row: no editorial data. */
export interface BlockPlanSegment {
  readonly eventId: LogEventId;
  /** `null` for a pad. */
  readonly assetId: AssetId | null;
  readonly type: 'content' | 'interstitial' | 'pad';
  readonly offsetMs: DurationMs;
  readonly durationMs: DurationMs;
}

/** A locked block reduced to what is played. */
export interface BlockPlan {
  readonly blockId: LogBlockId;
  readonly startAt: EpochMs;
  readonly endAt: EpochMs;
  readonly segments: readonly BlockPlanSegment[];
}

/** Converts a locked block; pure, plans nothing. The segments sum exactly to the block. */
export function toBlockPlan(block: LogBlock): BlockPlan {
  return {
    blockId: block.id,
    startAt: block.startAt,
    endAt: block.endAt,
    segments: block.events.map((event) => ({
      eventId: event.id,
      assetId: event.assetId,
      type: event.kind === 'act' ? 'content' : event.kind,
      offsetMs: event.inPointMs,
      durationMs: event.durationMs,
    })),
  };
}
