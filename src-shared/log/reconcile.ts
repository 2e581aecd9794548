import type { AsRunRecord } from '../model/as-run.ts';
import type { LogEventId } from '../model/ids.ts';
import type { LogBlock, LogEvent } from '../model/log.ts';
import type { BlockOutcome, BlockReconciliation, FrameCounts } from '../model/reconciliation.ts';
import type { EpochMs } from '../time/units.ts';

type Aired = Pick<AsRunRecord, 'eventId' | 'frameCount' | 'slateFrames' | 'reason'>;

export const NO_FRAMES: FrameCounts = { planned: 0, aired: 0, slate: 0, missed: 0, unrecorded: 0 };

/**
 * Holds blocks of the log against what as-run says of their rows. A row that as-run names more than once, because its time came
 * again, counts as it aired best. Pure.
 */
export function reconcileBlocks(
  blocks: readonly LogBlock[],
  records: readonly Aired[],
  now: EpochMs,
): BlockReconciliation[] {
  const known = new Map<LogEventId, Aired>();
  for (const record of records) {
    const before = known.get(record.eventId);
    if (!before || shownOf(before) < shownOf(record)) known.set(record.eventId, record);
  }
  return blocks.map((block) => {
    const isOver = block.endAt <= now;
    const found = block.events.map((event) => known.get(event.id));
    const frames = isOver
      ? sumFrames(block.events.map((event, index) => framesOf(event, found[index])))
      : NO_FRAMES;
    return {
      blockId: block.id,
      startAt: block.startAt,
      endAt: block.endAt,
      title: block.events.find(({ kind }) => kind === 'act')?.title ?? '',
      outcome: isOver ? outcomeOf(frames) : 'open',
      frames,
      reasons: isOver ? [...new Set(found.flatMap((record) => record?.reason ?? []))].sort() : [],
    };
  });
}

/** All counts together. */
export function sumFrames(counts: readonly FrameCounts[]): FrameCounts {
  return counts.reduce(
    (sum, one) => ({
      planned: sum.planned + one.planned,
      aired: sum.aired + one.aired,
      slate: sum.slate + one.slate,
      missed: sum.missed + one.missed,
      unrecorded: sum.unrecorded + one.unrecorded,
    }),
    NO_FRAMES,
  );
}

function shownOf({ frameCount, slateFrames }: Aired): number {
  return frameCount - slateFrames;
}

function framesOf({ frameCount: planned }: LogEvent, record: Aired | undefined): FrameCounts {
  if (!record) return { ...NO_FRAMES, planned, unrecorded: planned };
  const onAir = Math.min(record.frameCount, planned);
  const slate = Math.min(record.slateFrames, onAir);
  return { planned, aired: onAir - slate, slate, missed: planned - onAir, unrecorded: 0 };
}

function outcomeOf({ planned, aired, unrecorded }: FrameCounts): BlockOutcome {
  if (unrecorded === planned) return 'unrecorded';
  if (aired === planned) return 'aired';
  return aired === 0 ? 'missed' : 'partly';
}
