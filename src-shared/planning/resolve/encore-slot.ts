import type { EncoreStep, ContinuingWindow } from '../../model/schedule-day.ts';
import { instantOfOffset } from '../../time/broadcast-day.ts';
import type { Catalog } from '../choose/catalog.ts';
import type { Choice } from '../choose/package-choice.ts';
import type { DayBuilder } from './day-builder.ts';
import { firstRunAt, lastRepeated, nextOfEncore, type EncoreSlot } from './encore.ts';
import type { PlanWindow } from '../plan/windows.ts';

/** Where the window's encore stands while the day is at its cursor; `null` when the window is no encore's. */
export function encoreSlotOf(builder: DayBuilder, window: PlanWindow): EncoreSlot | null {
  const { assignment, encore: continuing } = window;
  const { content } = assignment;
  if (content.type !== 'encore') return null;
  const startsAt = continuing
    ? builder.day.startAt
    : instantOfOffset(builder.channel, builder.date, assignment.startOffsetMinutes);
  return {
    content,
    date: continuing?.date ?? builder.date,
    slotAt: builder.cursorAt,
    after: lastRepeated(builder.airings, assignment.id, startsAt, continuing),
  };
}

/** A choice that repeats an airing. It moves no rotation. */
export type RepeatedChoice = Choice & {
  readonly policy: null;
  readonly encore: EncoreStep;
  readonly passedOver: number;
};

/** What the window's encore airs next; `null` when it has nothing (more) to repeat. */
export function chooseEncore(
  catalog: Catalog,
  builder: DayBuilder,
  slot: EncoreSlot,
): RepeatedChoice | null {
  const next = nextOfEncore(catalog, builder.firstRuns, slot);
  return (
    next && {
      ...next.content,
      policy: null,
      cursorBefore: null,
      seed: null,
      eligibleCount: next.count,
      encore: next.step,
      passedOver: next.passedOver,
    }
  );
}

/** Whether the first run aired anything at all that the encore could repeat. */
export function hasFirstRun(builder: DayBuilder, slot: EncoreSlot): boolean {
  return firstRunAt(builder.firstRuns, slot).length > 0;
}

/** What the next day must know of an encore that goes on in it; `null` when it has nothing left to repeat. */
export function continuingEncore(
  catalog: Catalog,
  builder: DayBuilder,
  slot: EncoreSlot,
): ContinuingWindow['encore'] | null {
  const next = nextOfEncore(catalog, builder.firstRuns, slot);
  return next === null ? null : { date: slot.date, after: slot.after };
}
