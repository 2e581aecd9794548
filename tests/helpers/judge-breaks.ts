import { eventsOfBreak, momentOfPick, spotsDrawnWith } from '#shared/log/read/break-moment.ts';
import type { Channel } from '#shared/model/channel.ts';
import type { LogBlock, LogEvent } from '#shared/model/log.ts';
import type { RowFill } from '#shared/model/plan.ts';
import { RELAXATIONS } from '#shared/model/traffic.ts';
import type { Catalog } from '#shared/planning/choose/catalog.ts';
import {
  GATES,
  refusalOf,
  relaxationFor,
  relaxationsUpTo,
  type Gate,
  type SetAside,
} from '#shared/traffic/gates.ts';
import type { Play } from '#shared/traffic/play-history.ts';
import { contentMsOf } from '#shared/log/hold.ts';

/** What picks are judged by again: what they were picked by. */
export interface JudgedBlock {
  readonly channel: Channel;
  readonly block: LogBlock;
  readonly catalog: Catalog;
  /** What the airing's row fills its rest with, if it does. */
  readonly fill?: RowFill | undefined;
  /** Every start of an interstitial on the channel that the gates look back to, be it in the block itself. */
  readonly plays: readonly Play[];
}

/**
 * What is wrong with the picks of a block: a gate refuses one and is not recorded as set aside, one is recorded that refuses
 * nothing, or a spot repeats or goes over its plays while another of its draw was to be had.
 */
export function faultsOfPicks(judged: JudgedBlock, gates: readonly Gate[] = GATES): string[] {
  return judged.block.events
    .filter(({ kind, lineage }) => kind === 'interstitial' && lineage.rule !== 'override')
    .flatMap((event) => {
      const isTouched = eventsOfBreak(judged.block, event).some(
        ({ lineage }) => lineage.rule === 'override',
      );
      return isTouched ? [] : faultsOfPick(judged, event, gates);
    });
}

function faultsOfPick(judged: JudgedBlock, event: LogEvent, gates: readonly Gate[]): string[] {
  const { timezone } = judged.channel;
  const moment = momentOfPick({ ...judged, event });
  const { traffic } = moment;
  const spots = spotsDrawnWith({ ...judged, event });
  const spot = spots.find(({ assetIds }) => assetIds.some((id) => id === event.assetId));
  if (!spot) return [`${event.id} airs what is not there`];
  const recorded = event.lineage.relaxed ?? null;
  const relaxations = relaxationsUpTo(recorded, traffic);
  const isCut = contentMsOf(event) < spot.asset.durationMs;
  const aside: SetAside[] = isCut ? ['cut', ...relaxations] : [...relaxations];
  const refusal = refusalOf(spot, moment, gates, aside);
  if (refusal) return [`${event.id} is refused by ${refusal.gate}: ${refusal.reason(timezone)}`];
  const needed = relaxationFor(spot, moment, gates);
  if (needed !== recorded) {
    return [`${event.id} records ${String(recorded)} as set aside, not ${String(needed)}`];
  }
  if (recorded === null || recorded === 'rest') return [];
  const less = relaxationsUpTo(RELAXATIONS[RELAXATIONS.indexOf(recorded) - 1] ?? null, traffic);
  const open = spots.filter((other) => refusalOf(other, moment, gates, less) === null);
  return open
    .slice(0, 1)
    .map(({ asset }) => `${event.id} is a ${recorded} while ${asset.id} was to be had`);
}
