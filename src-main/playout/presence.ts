import type { AbsenceCause, PresenceSpan } from '#shared/model/playout.ts';
import type { DurationMs, EpochMs } from '#shared/time/units.ts';

/** Signs of life are this far apart at most: a shorter absence is none that could be told. */
const LIFE_SIGN_MS: DurationMs = 6_000;
/** With a longer pause between two of them the program stood still: it was stopped, or its machine was. */
const STANDSTILL_MS: DurationMs = 15_000;
/** What ended longer ago is forgotten. */
const REMEMBERED_MS: DurationMs = 26 * 3_600_000;
const MOST_SPANS = 500;

/** How much of an interval the station was on the air, and why not always. */
export interface Presence {
  readonly presentMs: DurationMs;
  /** `null` when it was there all the time. */
  readonly absence: AbsenceCause | null;
}

/**
 * The spans with one more sign of life at `now`: the last one is longer, or a new one begins, when told so, where the clock
 * went back and after a standstill. An absence shorter than signs of life are apart is closed.
 */
export function withLifeSign(
  spans: readonly PresenceSpan[],
  now: EpochMs,
  begins: AbsenceCause | null,
): readonly PresenceSpan[] {
  const last = spans.at(-1);
  const isNew = !last || begins !== null || now < last.toAt || now - last.toAt > STANDSTILL_MS;
  if (isNew) {
    const goesOn = last !== undefined && now >= last.toAt && now - last.toAt <= LIFE_SIGN_MS;
    const span: PresenceSpan = {
      fromAt: goesOn ? last.toAt : now,
      toAt: now,
      after: begins ?? 'clock-jump',
    };
    return [...spans, span].filter(({ toAt }) => toAt > now - REMEMBERED_MS).slice(-MOST_SPANS);
  }
  return [...spans.slice(0, -1), { ...last, toAt: now }];
}

/** How much of `[startAt, endAt)` lies in the spans, which may overlap where the clock was set back. */
export function presenceIn(
  spans: readonly PresenceSpan[],
  startAt: EpochMs,
  endAt: EpochMs,
): Presence {
  let presentMs = 0;
  let reachedAt = startAt;
  let absence: AbsenceCause | null = null;
  for (const span of spans.toSorted((a, b) => a.fromAt - b.fromAt)) {
    if (span.toAt <= reachedAt) continue;
    if (span.fromAt > reachedAt) absence ??= span.after;
    const from = Math.max(span.fromAt, reachedAt);
    if (from >= endAt) break;
    presentMs += Math.min(span.toAt, endAt) - from;
    reachedAt = Math.min(span.toAt, endAt);
    if (reachedAt === endAt) return { presentMs, absence };
  }
  return { presentMs, absence: absence ?? 'not-running' };
}
