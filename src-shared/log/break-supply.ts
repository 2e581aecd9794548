import type { Channel } from '../model/channel.ts';
import type { RowFill } from '../model/plan.ts';
import type { SpotRules } from '../model/traffic.ts';
import type { Catalog } from '../planning/choose/catalog.ts';
import { fillPool, fillRulesOf, type RowRest } from '../planning/choose/row-fill.ts';
import type { SpotPool } from '../traffic/spots.ts';

/** What may fill a break, and by which rules. */
export interface BreakSupply {
  readonly traffic: SpotRules;
  readonly pool: SpotPool;
}

/** What may fill a break: the rest of a row that is filled has its own; `fill` left out is any other break. */
export function supplyOfBreak(
  channel: Channel,
  catalog: Catalog,
  fill: RowFill | undefined,
  rest: RowRest,
): BreakSupply {
  return fill
    ? { traffic: fillRulesOf(channel, fill), pool: fillPool(catalog, channel, fill, rest) }
    : { traffic: channel.traffic, pool: catalog.interstitials };
}
