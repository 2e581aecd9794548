import { AppError } from '#shared/errors/app-error.ts';
import type { PlanningWarning } from '#shared/model/incident.ts';
import { finding, type Finding } from '#shared/model/finding.ts';
import type { IsoDate } from '#shared/time/units.ts';

/** What a step failed with, or `null`. */
export async function faultOf(run: () => Promise<void>): Promise<Error | null> {
  try {
    await run();
    return null;
  } catch (fault) {
    return toError(fault);
  }
}

/** Anything thrown as an error. */
export function toError(fault: unknown): Error {
  return fault instanceof Error ? fault : new Error('Planning failed.', { cause: fault });
}

/** A day that exists is not frozen again. */
export function dayFrozen(date: IsoDate): AppError {
  return new AppError('day-frozen', `The day ${date} is frozen already.`, {
    field: 'force',
    remedy: 'Ask for it with force to replace what has neither aired nor been locked.',
  });
}

/** Days after one that was frozen later than they: their series do not go on from it. */
export function laterDaysFrozen(date: IsoDate, later: readonly IsoDate[]): Finding {
  return finding('later-days-frozen', {
    subjectId: null,
    message: `${later.join(', ')} ${later.length === 1 ? 'was' : 'were'} frozen before ${date}; what is in order there does not go on from it.`,
    remedy:
      'Rebuild the days on offer, or leave them: schedule-day rebuild --all, schedule-day leave --all.',
  });
}

/** The day is no longer the version that the client saw. */
export function changedMeanwhile(date: IsoDate): AppError {
  return new AppError('stale-version', `The day ${date} has been changed meanwhile.`, {
    field: 'baseDayId',
    remedy: 'Look at the day again, then repeat the change.',
  });
}

/** Running out of schedule, or failing to plan, is a planning fault (INV-HORIZON-EXHAUSTION-PLANNING-FAULT-001). */
export function faultWarning(fault: Error): PlanningWarning {
  const isExhausted = fault instanceof AppError && fault.code === 'horizon-no-schedule-data';
  return {
    severity: 'error',
    rule: isExhausted ? 'INV-HORIZON-EXHAUSTION-PLANNING-FAULT-001' : 'planning-failed',
    subject: '',
    fromDate: null,
    message: fault.message,
    remedy:
      (fault instanceof AppError ? fault.details.remedy : undefined) ??
      'Look at the station’s log for the cause.',
  };
}
