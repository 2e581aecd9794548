import type { LogBlock, LogEvent } from '../../model/log.ts';
import type { DurationMs, EpochMs } from '../../time/units.ts';

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

/** The last element whose start is not after `value`; elements ascend by start. */
function lastStartingBy<Item>(
  items: readonly Item[],
  startOf: (item: Item) => number,
  value: number,
): Item | undefined {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const item = items[middle];
    if (item !== undefined && startOf(item) <= value) low = middle + 1;
    else high = middle;
  }
  return items[low - 1];
}

/** The block on the air at the instant: start included, end not. `null` outside the blocks, which ascend. */
function blockAt(blocks: readonly LogBlock[], at: EpochMs): LogBlock | null {
  const block = lastStartingBy(blocks, (item) => item.startAt, at);
  return block && at < block.endAt ? block : null;
}

/** Where the log stands at the instant (join in progress). At an end the next block or event is meant. */
export function locateInstant(blocks: readonly LogBlock[], at: EpochMs): LogPosition | null {
  const block = blockAt(blocks, at);
  const event = block && lastStartingBy(block.events, (item) => item.startAt, at);
  if (!block || !event) return null;
  return {
    block,
    event,
    blockOffsetMs: at - block.startAt,
    eventOffsetMs: at - event.startAt,
    eventRemainingMs: event.startAt + event.durationMs - at,
  };
}
