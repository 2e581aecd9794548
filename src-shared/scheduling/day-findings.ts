import type { Finding } from '../model/plan.ts';
import type { EpochMs } from '../time/units.ts';
import { localTimeAt } from '../time/zone.ts';
import type { CatalogAsset } from './catalog.ts';
import type { DayBuilder } from './day-builder.ts';
import type { PlanWindow } from './windows.ts';

function clock(builder: DayBuilder, at: EpochMs): string {
  return localTimeAt(builder.channel.timezone, at);
}

/** No plan is in force: default programming fills the day. */
export function noPlanInForce(builder: DayBuilder): Finding {
  return {
    severity: 'warning',
    rule: 'no-active-plan',
    message: `No active plan covers ${builder.date}; default programming fills the day.`,
    remedy: 'Activate a plan for this date, or leave the day to default programming.',
    subjectId: null,
    startAt: builder.day.startAt,
  };
}

/** A stretch without a row, from the builder's cursor on, was given to default programming. */
export function gapFilled(builder: DayBuilder, untilAt: EpochMs): Finding {
  return {
    severity: 'warning',
    rule: 'INV-SCHEDULEDAY-NO-GAPS-001',
    message: `Nothing is planned from ${clock(builder, builder.cursorAt)} to ${clock(builder, untilAt)}; default programming fills it.`,
    remedy: 'Add a row there if something else should air.',
    subjectId: null,
    startAt: builder.cursorAt,
  };
}

/** What airs before a window runs past its end, so that nothing of it is left. */
export function windowLost(builder: DayBuilder, window: PlanWindow): Finding {
  return {
    severity: 'warning',
    rule: 'window-overrun',
    message: `What airs before it runs until ${clock(builder, builder.cursorAt)}, past the row at ${clock(builder, window.startAt)}; the row does not air.`,
    remedy: 'Make the row longer, or move it to a later start.',
    subjectId: window.assignment.id,
    startAt: window.startAt,
  };
}

/** The row's content is missing or ineligible. */
export function nothingEligible(builder: DayBuilder, window: PlanWindow): Finding {
  const { content } = window.assignment;
  const what = content.type === 'asset' ? 'Its asset is not' : 'No episode of its series is';
  return {
    severity: 'warning',
    rule: 'INV-PLAN-ELIGIBLE-ASSETS-ONLY-001',
    message: `${what} ready and approved for the row at ${clock(builder, window.startAt)}; default programming fills it.`,
    remedy: 'Approve the content in the library, or choose other content for the row.',
    subjectId: window.assignment.id,
    startAt: builder.cursorAt,
  };
}

/** Content would run into a day that is frozen already. */
export function contentBeyondTail(
  builder: DayBuilder,
  window: PlanWindow,
  asset: CatalogAsset,
): Finding {
  return {
    severity: 'warning',
    rule: 'INV-SCHEDULEDAY-SEAM-NO-OVERLAP-001',
    message: `“${asset.title}” at ${clock(builder, builder.cursorAt)} would run into the next day, which is frozen; default programming fills the rest of the day.`,
    remedy: 'Regenerate the next day after this one, or choose shorter content.',
    subjectId: window.assignment.id,
    startAt: builder.cursorAt,
  };
}
