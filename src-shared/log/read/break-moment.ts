import type { Channel } from '../../model/channel.ts';
import type { LogBlock, LogEvent } from '../../model/log.ts';
import type { RowFill } from '../../model/plan.ts';
import type { SpotKind } from '../../model/traffic.ts';
import type { Catalog } from '../../planning/choose/catalog.ts';
import { broadcastDateAt, broadcastDayStart } from '../../time/broadcast-day.ts';
import type { DurationMs, EpochMs } from '../../time/units.ts';
import { MIDDLE_KINDS } from '../../traffic/fill-break.ts';
import { afterPick, type Moment } from '../../traffic/gates.ts';
import { historyOf, type Play } from '../../traffic/play-history.ts';
import { spotsOf, type Spot } from '../../traffic/spots.ts';
import { supplyOfBreak, type BreakSupply } from '../break-supply.ts';
import { contentMsOf } from '../hold.ts';

/** A row of a break, and what its picks were judged by. */
export interface BreakRow {
  readonly channel: Channel;
  readonly block: LogBlock;
  readonly event: LogEvent;
  readonly catalog: Catalog;
  /** What the airing's row fills its rest with, if it does. */
  readonly fill?: RowFill | undefined;
  /** Starts of interstitials on the channel before the break; later ones count for nothing. */
  readonly plays: readonly Play[];
}

/** The rows of the break in which the event is. */
export function eventsOfBreak(block: LogBlock, event: LogEvent): LogEvent[] {
  return block.events.filter(({ breakIndex }) => breakIndex === event.breakIndex);
}

/** The place of a row among the picks of its break; of a row stored without one, its place in the block. */
function drawOf({ lineage, index }: LogEvent): number {
  return lineage.draw ?? index;
}

/** The kinds that are drawn together with a kind. */
function kindsDrawnWith(kind: SpotKind): readonly SpotKind[] {
  return MIDDLE_KINDS.includes(kind) ? MIDDLE_KINDS : [kind];
}

/** The start of the break in which the event is. */
function breakStartOf({ block, event }: BreakRow): EpochMs {
  return eventsOfBreak(block, event)[0]?.startAt ?? event.startAt;
}

/** What the break may be filled with: after the content of a row that fills its rest, what the row says. */
export function supplyOf(row: BreakRow): BreakSupply & { readonly fill: RowFill | undefined } {
  const { block, event, channel, catalog } = row;
  const isLast = !block.events.some(({ kind, index }) => kind === 'act' && index > event.index);
  const fill = isLast ? row.fill : undefined;
  const startAt = breakStartOf(row);
  const endAt = startAt + lengthOf(eventsOfBreak(block, event));
  const acts = block.events.filter(({ kind }) => kind === 'act');
  const airedIds = acts.flatMap(({ assetId }) => assetId ?? []);
  return { ...supplyOfBreak(channel, catalog, fill, { startAt, endAt, airedIds }), fill };
}

/** Every spot that could be drawn where the event stands, allowed or not. */
export function spotsDrawnWith(row: BreakRow): Spot[] {
  const { pool, traffic } = supplyOf(row);
  return spotsOf(pool, kindsDrawnWith(row.event.interstitialKind ?? 'short'), traffic);
}

/** What the spots of the break were judged by when the event was picked; of a pad, when everything had been. */
export function momentOfPick(row: BreakRow): Moment {
  const { channel, block, event, plays } = row;
  const { pool, traffic } = supplyOf(row);
  const inBreak = eventsOfBreak(block, event);
  const startAt = breakStartOf(row);
  const atStart: Moment = {
    traffic,
    startAt,
    dayStartAt: broadcastDayStart(channel, broadcastDateAt(channel, startAt)),
    history: historyOf(plays.filter((play) => play.startAt < startAt)),
    roomMs: lengthOf(inBreak),
    inBreak: new Map(),
  };
  const spots = spotsOf(pool, [...pool.keys()], traffic);
  return inBreak
    .filter(({ kind }) => kind === 'interstitial')
    .filter((other) => event.kind === 'pad' || drawOf(other) < drawOf(event))
    .sort((a, b) => drawOf(a) - drawOf(b))
    .reduce((moment, other) => {
      const spot = spots.find(({ assetIds }) => assetIds.some((id) => id === other.assetId));
      const pickedMs = contentMsOf(other);
      return spot
        ? afterPick(moment, spot, pickedMs)
        : { ...moment, roomMs: moment.roomMs - pickedMs };
    }, atStart);
}

/** The length of the rows together. */
export function lengthOf(events: readonly LogEvent[]): DurationMs {
  return events.reduce((sum, { durationMs }) => sum + durationMs, 0);
}
