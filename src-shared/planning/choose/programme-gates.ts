import { ruleOf } from '../../model/content-kinds.ts';
import type { ContentReference } from '../../model/plan.ts';
import { MS_PER_HOUR, type EpochMs, type IsoDate } from '../../time/units.ts';
import { localTimeAt } from '../../time/zone.ts';
import { airedAtOf } from './airing-history.ts';
import type { Catalog, CatalogAsset } from './catalog.ts';
import { workIdOf } from './copies.ts';
import { describeDaypart } from './describe-rule.ts';
import { brokenDayparts } from './match-rule.ts';
import type { RestrictingChannel } from './permitted-catalog.ts';
import type { Rotation } from './rotation.ts';
import { momentAt } from './rule-moment.ts';

/** Why a programme may not be chosen: what follows its title in a sentence. */
export type Reason = () => string;

/**
 * One condition of a choice at one place. The planner takes what every gate lets pass; the explanation says what the first one says
 * that does not.
 */
export interface ProgrammeGate {
  readonly name: 'hours' | 'length' | 'taken' | 'last' | 'rest';
  /** `null` lets the programme pass. */
  readonly refuses: (asset: CatalogAsset) => Reason | null;
}

/** The gate that refuses the programme first, and what it says; `null`: it may be chosen. */
export function refusalOf(
  asset: CatalogAsset,
  gates: readonly ProgrammeGate[],
): { readonly gate: ProgrammeGate['name']; readonly reason: Reason } | null {
  for (const { name, refuses } of gates) {
    const reason = refuses(asset);
    if (reason) return { gate: name, reason };
  }
  return null;
}

/** Where and when something is chosen. */
interface Place {
  readonly catalog: Pick<Catalog, 'works'>;
  readonly channel: RestrictingChannel;
  readonly rotation: Pick<Rotation, 'history'>;
  /** Where the airing would start. */
  readonly slotAt: EpochMs;
}

/** The rests to try, the full one first; `[null]` where none is asked for. */
export function restLadder(hours: number | null): readonly (number | null)[] {
  return hours === null ? [null] : [hours, hours / 2, hours / 4, 0];
}

/** Hours for which a rule wants its programmes to rest; `null` for other content, and for rules that ask for none. */
export function restHoursOfContent(content: ContentReference): number | null {
  return ruleOf(content)?.notAiredWithinHours ?? null;
}

/** Whether what aired at an instant, `undefined` for never, still rests. */
export function isResting(airedAt: EpochMs | undefined, at: EpochMs, hours: number): boolean {
  return airedAt !== undefined && at - airedAt < hours * MS_PER_HOUR;
}

/** Refuses what has aired on the channel within so many hours; `null`: nothing. */
export function restGate(
  { catalog, channel, rotation, slotAt }: Place,
  hours: number | null,
): ProgrammeGate {
  return {
    name: 'rest',
    refuses: ({ id }) => {
      if (hours === null) return null;
      const airedAt = airedAtOf(rotation.history, workIdOf(catalog, id));
      if (airedAt === undefined || !isResting(airedAt, slotAt, hours)) return null;
      return () => {
        const hoursAgo = Math.round((slotAt - airedAt) / MS_PER_HOUR);
        return `aired ${String(hoursAgo)} hours before, at ${localTimeAt(channel.timezone, airedAt)}; it rests for ${String(hours)}`;
      };
    },
  };
}

/** Refuses what breaks a rule of the channel for the hours in which it would air, as the permitted catalogue leaves it out. */
export function hoursGate(
  channel: RestrictingChannel,
  date: IsoDate,
  slotAt: EpochMs,
): ProgrammeGate {
  const moment = momentAt(channel, date, slotAt);
  return {
    name: 'hours',
    refuses: (asset) => {
      const broken = brokenDayparts(asset, channel.dayparts, moment);
      if (broken.length === 0) return null;
      return () =>
        `not at these hours: the channel asks for ${broken.map(describeDaypart).join('; ')}`;
    },
  };
}
