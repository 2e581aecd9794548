import { ruleOf, traitsOf } from '../../model/content-kinds.ts';
import { finding, warning, type Finding, type FindingRule } from '../../model/finding.ts';
import type { Airing, EncoreStep } from '../../model/schedule-day.ts';
import type { Zone } from '../../model/zone.ts';
import type { EpochMs } from '../../time/units.ts';
import { wallClockOfOffset } from '../../time/broadcast-day.ts';
import { addDays, localTimeAt } from '../../time/zone.ts';
import type { CatalogAsset } from '../choose/catalog.ts';
import { describeFill } from '../choose/row-fill.ts';
import type { DayBuilder } from './day-builder.ts';
import type { EncoreSlot } from './encore.ts';
import { describeHeldRow, type HeldRow } from '../plan/rows-of.ts';
import type { PlanWindow } from '../plan/windows.ts';

function clock(builder: DayBuilder, at: EpochMs): string {
  return localTimeAt(builder.channel.timezone, at);
}

/** No plan is in force: default programming fills the day. */
export function noPlanInForce(builder: DayBuilder): Finding {
  return finding('no-active-plan', {
    message: `No active plan covers ${builder.date}; default programming fills the day.`,
    remedy: 'Activate a plan for this date, or leave the day to default programming.',
    subjectId: null,
    startAt: builder.day.startAt,
  });
}

/** A stretch without a row, from the builder's cursor on, was given to default programming. */
export function gapFilled(builder: DayBuilder, untilAt: EpochMs): Finding {
  return warning('INV-SCHEDULEDAY-NO-GAPS-001', {
    message: `Nothing is planned from ${clock(builder, builder.cursorAt)} to ${clock(builder, untilAt)}; default programming fills it.`,
    remedy: 'Add a row there if something else should air.',
    subjectId: null,
    startAt: builder.cursorAt,
  });
}

/** What airs before a window runs past its end, so that nothing of it is left. */
export function windowLost(builder: DayBuilder, window: PlanWindow): Finding {
  return finding('window-overrun', {
    message: `What airs before it runs until ${clock(builder, builder.cursorAt)}, past the row at ${clock(builder, window.startAt)}; the row does not air.`,
    remedy: 'Make the row longer, or move it to a later start.',
    subjectId: window.assignment.id,
    startAt: window.startAt,
  });
}

/** What the row airs once, or repeats, is over long before its window is. */
export function rowEndsEarly(builder: DayBuilder, window: PlanWindow, untilAt: EpochMs): Finding {
  const { startAt, endAt } = window;
  const { fill } = window.assignment;
  const nothing = fill ? `has no more ${describeFill(fill)} to fill it` : 'has nothing more to air';
  return finding('row-ends-early', {
    message: `The row from ${clock(builder, startAt)} to ${clock(builder, endAt)} ${nothing} at ${clock(builder, builder.cursorAt)}; default programming fills the time until ${clock(builder, untilAt)}.`,
    remedy: fill
      ? 'Add some to the library, or let the row be filled with more kinds.'
      : `End the row at ${clock(builder, builder.cursorAt)}, let it be filled with trailers and shorts, or plan something for the rest of it.`,
    subjectId: window.assignment.id,
    startAt: builder.cursorAt,
  });
}

/** The clocks leave out the whole time of a row. */
export function rowLeftOut(builder: DayBuilder, { row, holder }: HeldRow): Finding {
  const { channel, date } = builder;
  const from = wallClockOfOffset(channel.dayStart, row.startOffsetMinutes);
  const to = wallClockOfOffset(channel.dayStart, row.startOffsetMinutes + row.durationMinutes);
  return finding('row-in-missing-hour', {
    message: `${describeHeldRow({ row, holder })} does not air on ${date}: the clocks go forward over ${from}–${to}.`,
    remedy: 'Nothing, if it may be missing for a day; else plan it at another time for that date.',
    subjectId: row.id,
  });
}

/** The row's next content would run past a hard start: it waits, and `filler` airs up to there. */
export function hardStartKept(
  builder: DayBuilder,
  window: PlanWindow,
  name: string,
  limitAt: EpochMs,
  filler: string,
): Finding {
  const at = clock(builder, limitAt);
  return finding('hard-start-kept', {
    message: `“${name}” would run past the hard start at ${at}; ${filler} airs from ${clock(builder, builder.cursorAt)} until then.`,
    remedy: 'Move the hard start to a later time, or let the row before it end earlier.',
    subjectId: window.assignment.id,
    startAt: builder.cursorAt,
  });
}

/** What airs before, a pin or what was frozen before the row got its hard start, runs past it. */
export function hardStartMissed(builder: DayBuilder, window: PlanWindow): Finding {
  return finding('hard-start-missed', {
    message: `The row with a hard start at ${clock(builder, window.startAt)} airs from ${clock(builder, builder.cursorAt)}: a pin, or what was frozen before, runs until then.`,
    remedy: 'Move the pin, rebuild the day before, or shorten by hand what runs into it.',
    subjectId: window.assignment.id,
    startAt: window.startAt,
  });
}

/** The row's content is missing or ineligible: which hours are left to default programming, and why. */
export function nothingEligible(builder: DayBuilder, window: PlanWindow): Finding {
  const { content } = window.assignment;
  const what = traitsOf(content).missing;
  return warning('INV-PLAN-ELIGIBLE-ASSETS-ONLY-001', {
    message: `${what} ready and approved for the row from ${clock(builder, window.startAt)} to ${clock(builder, window.endAt)}; default programming fills it.`,
    remedy: 'Approve the content in the library, or choose other content for the row.',
    subjectId: window.assignment.id,
    startAt: builder.cursorAt,
  });
}

/** The row's asset may not air; another copy of the same work does instead. */
export function otherCopyAirs(
  builder: DayBuilder,
  window: PlanWindow,
  { title }: Pick<CatalogAsset, 'title'>,
): Finding {
  return finding('other-copy-airs', {
    message: `The file that the row at ${clock(builder, window.startAt)} names is not ready and approved; another copy of “${title}” airs instead.`,
    remedy: 'Choose the other copy for the row, or approve the file again in the library.',
    subjectId: window.assignment.id,
    startAt: builder.cursorAt,
  });
}

/** An encore whose first run has aired nothing. */
export function noFirstRun(builder: DayBuilder, window: PlanWindow, slot: EncoreSlot): Finding {
  const { daysAgo } = slot.content;
  const when =
    daysAgo === 'latest' ? 'in the days that are remembered' : `on ${addDays(slot.date, -daysAgo)}`;
  return finding('encore-without-first-run', {
    message: `The row at ${clock(builder, window.startAt)} repeats one that has aired nothing ${when}; default programming fills it.`,
    remedy:
      'Let the encore repeat another row or another day, or plan something else for that date.',
    subjectId: window.assignment.id,
    startAt: builder.cursorAt,
  });
}

/** Something that the first run aired may not air any more. */
export function encorePassedOver(
  builder: DayBuilder,
  window: PlanWindow,
  step: EncoreStep,
  count: number,
): Finding {
  return warning('INV-PLAN-ELIGIBLE-ASSETS-ONLY-001', {
    message: `The encore at ${clock(builder, builder.cursorAt)} passes over ${String(count)} of what aired on ${step.date}, because it is no longer ready and approved, or may not air at these hours.`,
    remedy: 'Approve it in the library again, or plan something else.',
    subjectId: window.assignment.id,
    startAt: builder.cursorAt,
  });
}

/** Nothing of the channel's default rule has rested as long as it asks. */
export function defaultRestRelaxed(
  builder: DayBuilder,
  { startAt, lineage }: Pick<Airing, 'startAt' | 'lineage'>,
): Finding {
  const hours = lineage.rotation?.relaxedToHours ?? 0;
  const left = hours === 0 ? 'given up' : `relaxed to ${String(hours)} hours`;
  return finding(REST_RELAXED, {
    message: `Nothing for the default programming at ${clock(builder, startAt)} has rested as long as its rule asks; the rest is ${left}.`,
    remedy: 'Let the rule match more, or ask for a shorter rest.',
    subjectId: null,
    startAt,
  });
}

/** The clocks change inside a zone that asks not to air then. */
export function zoneRejected(builder: DayBuilder, zone: Zone): Finding {
  return finding('zone-clock-change', {
    message: `The clocks change inside the zone “${zone.name}” on ${builder.date}, and it asks not to air then.`,
    remedy: 'Give the zone another policy for clock changes, or another plan for that date.',
    subjectId: zone.id,
  });
}

/** The rule of the finding that a row's rest between airings was relaxed. */
export const REST_RELAXED = 'rotation-relaxed' satisfies FindingRule;

/** Nothing that matches has rested as long as the row's rule asks. */
export function restRelaxed(builder: DayBuilder, window: PlanWindow, hours: number): Finding {
  const { content } = window.assignment;
  const asked = ruleOf(content)?.notAiredWithinHours ?? 0;
  const left = hours === 0 ? 'given up' : `relaxed to ${String(hours)} hours`;
  return finding(REST_RELAXED, {
    message: `Nothing for the row at ${clock(builder, window.startAt)} has rested ${String(asked)} hours at ${clock(builder, builder.cursorAt)}; the rest is ${left}.`,
    remedy: 'Let the rule match more, or ask for a shorter rest.',
    subjectId: window.assignment.id,
    startAt: builder.cursorAt,
  });
}

/** Content would still be on when a pin starts. */
export function heldForPin(
  builder: DayBuilder,
  window: PlanWindow,
  name: string,
  filler: string,
): Finding {
  return finding('pin-starts-on-time', {
    message: `“${name}” at ${clock(builder, builder.cursorAt)} would run into a pin; ${filler} fills the time before it.`,
    remedy: 'Pin to another time, or choose shorter content for that date.',
    subjectId: window.assignment.id,
    startAt: builder.cursorAt,
  });
}

/** Content would run into a day that is frozen already. */
export function contentBeyondTail(
  builder: DayBuilder,
  window: PlanWindow,
  name: string,
  filler: string,
): Finding {
  return warning('INV-SCHEDULEDAY-SEAM-NO-OVERLAP-001', {
    message: `“${name}” at ${clock(builder, builder.cursorAt)} would run into the next day, which is frozen; ${filler} fills the rest of the day.`,
    remedy: 'Regenerate the next day after this one, or choose shorter content.',
    subjectId: window.assignment.id,
    startAt: builder.cursorAt,
  });
}
