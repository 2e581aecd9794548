import type { TraceStep } from '../../model/explanation.ts';
import type { LogBlock } from '../../model/log.ts';
import type { Plan } from '../../model/plan.ts';
import type { Airing, ScheduleDay } from '../../model/schedule-day.ts';
import type { Interval } from '../../time/interval.ts';
import { formatInstant, localTimeAt } from '../../time/zone.ts';

/** What the trace of an airing is told from. */
export interface TraceInput {
  readonly airing: Airing;
  readonly day: Pick<ScheduleDay, 'id' | 'broadcastDate' | 'frozenAt'>;
  readonly timezone: string;
  /** The plan and window that it comes from, where they are still known. */
  readonly plan: Pick<Plan, 'name' | 'priority'> | null;
  readonly window: Interval | null;
  /** How many findings a check of the whole day has now. */
  readonly findingCount: number;
  /** The locked block that airs it; `null` while it is not locked. */
  readonly block: Pick<LogBlock, 'id' | 'lockedAt'> | null;
}

/** The nine steps from intent to execution for one airing, in the order in which they are taken. */
export function resolutionTrace(input: TraceInput): TraceStep[] {
  const { airing, day, plan, window, block, findingCount } = input;
  const { rule, policy, eligibleCount, operatorIntent } = airing.lineage;
  const clock = (at: number): string => localTimeAt(input.timezone, at);
  return [
    {
      step: 'plan',
      sentence: plan
        ? `“${plan.name}” (priority ${String(plan.priority)}) says what airs on ${day.broadcastDate}.`
        : `No plan that is known today says what airs on ${day.broadcastDate}.`,
    },
    {
      step: 'assignments',
      sentence: window
        ? `Its window is ${clock(window.startAt)} to ${clock(window.endAt)}.`
        : `It has no window of its own: ${rule}.`,
    },
    {
      step: 'content',
      sentence: `“${airing.title}” was chosen from ${String(eligibleCount)}.`,
    },
    {
      step: 'time',
      sentence: `It starts at ${clock(airing.startAt)} and has until ${clock(airing.endAt)}.`,
    },
    {
      step: 'instructions',
      sentence: `Policy: ${policy ?? 'none'}. Note: ${operatorIntent ?? 'none'}.`,
    },
    {
      step: 'validate',
      sentence:
        findingCount === 0
          ? 'A check of the day finds nothing wrong.'
          : `A check of the day finds ${String(findingCount)} things wrong.`,
    },
    { step: 'create', sentence: `The day was made as ${day.id}.` },
    { step: 'freeze', sentence: `It was frozen at ${formatInstant(day.frozenAt)}.` },
    {
      step: 'playlog',
      sentence: block
        ? `It was locked as ${block.id} at ${formatInstant(block.lockedAt)}.`
        : 'It is not locked yet.',
    },
  ];
}
