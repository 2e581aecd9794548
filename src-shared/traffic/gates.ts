import {
  cooldownOf,
  longestCooldownMs,
  RELAXATIONS,
  type Relaxation,
  type SpotRules,
} from '../model/traffic.ts';
import { MS_PER_MINUTE, MS_PER_SECOND, type DurationMs, type EpochMs } from '../time/units.ts';
import { localTimeAt } from '../time/zone.ts';
import { lastPlayAt, playsSince, type InterstitialHistory } from './play-history.ts';
import type { Spot } from './spots.ts';

/** What a spot is judged by at one pick of a break. */
export interface Moment {
  readonly traffic: SpotRules;
  /** Starts on the channel before the break. */
  readonly history: InterstitialHistory;
  /** The start of the break. */
  readonly startAt: EpochMs;
  /** The start of the broadcast day, from which plays are counted. */
  readonly dayStartAt: EpochMs;
  /** What the picks before leave of the break. */
  readonly roomMs: DurationMs;
  /** What the picks before put into the break, by identity. */
  readonly inBreak: ReadonlyMap<string, InBreak>;
}

type BreakStart = Pick<Moment, 'traffic' | 'startAt' | 'dayStartAt'>;

/** A spot that is in the break, and how often. */
export interface InBreak {
  readonly spot: Spot;
  readonly times: number;
}

/** Why a spot may not be picked: what follows its title in a sentence, with instants as clocks of the zone show them. */
export type Reason = (timezone: string) => string;

/** The gate that speaks against a spot, and what it says. */
export interface Refusal {
  readonly gate: Gate['name'];
  readonly reason: Reason;
}

/** What sets a gate aside: a spot that is cut short, or a rule of traffic, which the log records. */
export type SetAside = 'cut' | Relaxation;

/**
 * One condition of a pick. Choosing and explaining ask the same table, so a condition is an entry of it and nothing else. What
 * a gate refuses it refuses also when there is more in the break.
 */
export interface Gate {
  readonly name: string;
  /** What may set it aside, rules in the order of {@link RELAXATIONS}; `null`: nothing does. */
  readonly setAside: SetAside | null;
  /** `null` lets the spot pass. */
  readonly refuses: (spot: Spot, moment: Moment) => Reason | null;
  /** Since when starts matter to it; left out: it asks for none. */
  readonly looksBackTo?: (moment: BreakStart) => EpochMs | null;
}

/** Every condition, in the order in which they are asked. */
export const GATES: readonly Gate[] = [
  {
    name: 'kind',
    setAside: null,
    refuses: ({ kind }, { traffic }) =>
      traffic.allowedKinds.includes(kind) ? null : () => `the channel allows no ${kind}`,
  },
  {
    name: 'repeat',
    setAside: 'repeat',
    refuses: (spot, moment) =>
      timesInBreak(spot, moment) > 0 ? () => 'in this break already' : null,
  },
  {
    name: 'length',
    setAside: 'cut',
    refuses: ({ asset }, { roomMs }) =>
      asset.durationMs > roomMs
        ? () => `longer than the ${(roomMs / MS_PER_SECOND).toFixed(1)} s that were left`
        : null,
  },
  {
    name: 'rest',
    setAside: 'rest',
    refuses: (spot, moment) => {
      const { traffic, history, startAt } = moment;
      const isInBreak = timesInBreak(spot, moment) > 0;
      const lastAt = isInBreak ? startAt : lastPlayAt(history, spot.assetIds);
      const restMs = cooldownOf(traffic, spot.kind);
      if (startAt - lastAt >= restMs) return null;
      return (timezone) =>
        `aired at ${localTimeAt(timezone, lastAt)} and rests for ${String(restMs / MS_PER_MINUTE)} minutes`;
    },
    looksBackTo: ({ traffic, startAt }) => startAt - longestCooldownMs(traffic),
  },
  {
    name: 'daily-cap',
    setAside: 'daily-cap',
    refuses: (spot, moment) => {
      const { traffic, history, dayStartAt } = moment;
      const { maximumPlaysPerDay } = traffic;
      if (maximumPlaysPerDay === 0) return null;
      const plays = playsSince(history, spot.assetIds, dayStartAt) + timesInBreak(spot, moment);
      return plays < maximumPlaysPerDay
        ? null
        : () => `has had its ${String(plays)} plays of the day`;
    },
    looksBackTo: ({ traffic, dayStartAt }) =>
      traffic.maximumPlaysPerDay === 0 ? null : dayStartAt,
  },
];

/** How often the content is in the break already. */
export function timesInBreak({ identity }: Spot, { inBreak }: Moment): number {
  return inBreak.get(identity)?.times ?? 0;
}

/** The moment after a pick: the spot is in the break, and has taken so much of it. */
export function afterPick(moment: Moment, spot: Spot, durationMs: DurationMs): Moment {
  const inBreak = new Map(moment.inBreak);
  inBreak.set(spot.identity, { spot, times: timesInBreak(spot, moment) + 1 });
  return { ...moment, roomMs: moment.roomMs - durationMs, inBreak };
}

/** What the first gate says that refuses the spot and is not among those set aside; `null`: it may be picked. */
export function refusalOf(
  spot: Spot,
  moment: Moment,
  gates: readonly Gate[] = GATES,
  aside: readonly SetAside[] = [],
): Refusal | null {
  for (const { name, setAside, refuses } of gates) {
    if (setAside !== null && aside.includes(setAside)) continue;
    const reason = refuses(spot, moment);
    if (reason) return { gate: name, reason };
  }
  return null;
}

/** The last rule that has to be set aside for the spot to be picked; `null`: none. */
export function relaxationFor(
  spot: Spot,
  moment: Moment,
  gates: readonly Gate[] = GATES,
): Relaxation | null {
  let last = -1;
  for (const { setAside, refuses } of gates) {
    const place = RELAXATIONS.findIndex((relaxation) => relaxation === setAside);
    if (place > last && refuses(spot, moment)) last = place;
  }
  return RELAXATIONS[last] ?? null;
}

/** The rules that a channel lets be set aside, up to this one, `null` for none: neither rest nor cap where its rest is strict. */
export function relaxationsUpTo(
  last: Relaxation | null,
  { isCooldownStrict }: Pick<SpotRules, 'isCooldownStrict'>,
): readonly Relaxation[] {
  const count = last === null ? 0 : RELAXATIONS.indexOf(last) + 1;
  return RELAXATIONS.slice(0, count).filter(
    (relaxation) => !isCooldownStrict || relaxation === 'repeat',
  );
}

/** As far back as starts matter to a break. */
export function historyStartFor(moment: BreakStart, gates: readonly Gate[] = GATES): EpochMs {
  const starts = gates.flatMap(({ looksBackTo }) => looksBackTo?.(moment) ?? []);
  return Math.min(moment.startAt, ...starts);
}
