import { cooldownOf, type SpotKind, type SpotRules } from '../model/traffic.ts';
import type { DurationMs, EpochMs } from '../time/units.ts';
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
  /** How often each content is in the break already, by identity. */
  readonly inBreak: ReadonlyMap<string, number>;
}

/** Why a spot may not be picked. */
export type Refusal =
  | { readonly gate: 'kind'; readonly kind: SpotKind }
  | { readonly gate: 'repeat' }
  | { readonly gate: 'length'; readonly roomMs: DurationMs }
  | { readonly gate: 'rest'; readonly lastAt: EpochMs; readonly restMs: DurationMs }
  | { readonly gate: 'daily-cap'; readonly plays: number };

/** One condition of a pick: `null` lets the spot pass. */
export interface Gate {
  readonly name: Refusal['gate'];
  readonly refuses: (spot: Spot, moment: Moment) => Refusal | null;
}

const isAllowed: Gate = {
  name: 'kind',
  refuses: ({ kind }, { traffic }) =>
    traffic.allowedKinds.includes(kind) ? null : { gate: 'kind', kind },
};

const isNotInBreak: Gate = {
  name: 'repeat',
  refuses: ({ identity }, { inBreak }) => (inBreak.has(identity) ? { gate: 'repeat' } : null),
};

const fits: Gate = {
  name: 'length',
  refuses: ({ asset }, { roomMs }) =>
    asset.durationMs > roomMs ? { gate: 'length', roomMs } : null,
};

export const hasRested: Gate = {
  name: 'rest',
  refuses: ({ kind, assetIds }, { traffic, history, startAt }) => {
    const lastAt = lastPlayAt(history, assetIds);
    const restMs = cooldownOf(traffic, kind);
    return startAt - lastAt < restMs ? { gate: 'rest', lastAt, restMs } : null;
  },
};

export const isBelowCap: Gate = {
  name: 'daily-cap',
  refuses: ({ assetIds, identity }, { traffic, history, dayStartAt, inBreak }) => {
    const { maximumPlaysPerDay } = traffic;
    if (maximumPlaysPerDay === 0) return null;
    const plays = playsSince(history, assetIds, dayStartAt) + (inBreak.get(identity) ?? 0);
    return plays >= maximumPlaysPerDay ? { gate: 'daily-cap', plays } : null;
  },
};

/** Every condition, in the order in which they are asked. */
export const GATES: readonly Gate[] = [isAllowed, isNotInBreak, fits, hasRested, isBelowCap];

/** What the first gate that does not let the spot pass says; `null`: it may be picked. */
export function refusalOf(spot: Spot, moment: Moment): Refusal | null {
  for (const { refuses } of GATES) {
    const refusal = refuses(spot, moment);
    if (refusal) return refusal;
  }
  return null;
}
