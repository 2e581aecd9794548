import type { LogBlock, LogEvent } from '../../model/log.ts';
import type { DurationMs, EpochMs } from '../../time/units.ts';
import { firstIndexWhere } from '../../time/bisect.ts';

/** A place in the log at an instant. */
export interface LogPosition {
  readonly block: LogBlock;
  readonly event: LogEvent;
  /** Since the block's start. */
  readonly blockOffsetMs: DurationMs;
  /** Since the event's start. */
  readonly eventOffsetMs: DurationMs;
  /** Until the event's end. */
  readonly eventRemainingMs: DurationMs;
}

/** The last element that does not start after the instant; elements ascend by start. */
function lastStartingBy<Item extends { readonly startAt: EpochMs }>(
  items: readonly Item[],
  at: EpochMs,
): Item | undefined {
  return items[firstIndexWhere(items, ({ startAt }) => startAt > at) - 1];
}

/** The block on the air at the instant: start included, end not. `null` outside the blocks, which ascend. */
function blockAt(blocks: readonly LogBlock[], at: EpochMs): LogBlock | null {
  const block = lastStartingBy(blocks, at);
  return block && at < block.endAt ? block : null;
}

/** Where the log stands at the instant (join in progress). At an end the next block or event is meant. */
export function locateInstant(blocks: readonly LogBlock[], at: EpochMs): LogPosition | null {
  const block = blockAt(blocks, at);
  const event = block && lastStartingBy(block.events, at);
  if (!block || !event) return null;
  return {
    block,
    event,
    blockOffsetMs: at - block.startAt,
    eventOffsetMs: at - event.startAt,
    eventRemainingMs: event.startAt + event.durationMs - at,
  };
}
