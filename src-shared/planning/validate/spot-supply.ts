import type { Channel } from '../../model/channel.ts';
import type { Airing, ScheduleDay } from '../../model/schedule-day.ts';
import { identityOf, type Catalog } from '../choose/catalog.ts';
import { formatClock } from '../../time/clock-text.ts';
import type { DurationMs } from '../../time/units.ts';

/** Less break time in one airing needs no word. */
const SHORTEST_WORTH_MS = 60_000;

/** What there is to fill breaks with, and the breaks of one airing. */
export interface BreakSupply {
  readonly spotsMs: DurationMs;
  readonly breaksMs: DurationMs;
}

/** The supply where it is too small for the breaks of one airing, each content once; `null`: it is enough, or fillers run. */
export function breakSupply(
  { traffic }: Pick<Channel, 'traffic'>,
  { interstitials }: Pick<Catalog, 'interstitials'>,
  breaksMs: DurationMs,
): BreakSupply | null {
  if (breaksMs < SHORTEST_WORTH_MS) return null;
  const spots = traffic.allowedKinds.flatMap((kind) => interstitials.get(kind) ?? []);
  if (spots.some(({ kind }) => kind === 'filler')) return null;
  const lengths = new Map(spots.map((spot) => [identityOf(spot), spot.durationMs]));
  const spotsMs = [...lengths.values()].reduce((sum, lengthMs) => sum + lengthMs, 0);
  return spotsMs < breaksMs ? { spotsMs, breaksMs } : null;
}

/** The finding that says so. */
export function supplyText({ spotsMs, breaksMs }: BreakSupply, title: string) {
  const sums = `${formatClock(spotsMs)} of spots for ${formatClock(breaksMs)} of breaks`;
  const what = spotsMs === 0 ? 'the breaks are black' : 'spots come again and again';
  return {
    rule: 'BREAK-SUPPLY',
    message: `“${title}” airs with ${sums}: ${what}.`,
    remedy:
      'Add commercials, promos or a filler to the library, allow more kinds, or give the row content that fills its slots.',
  } as const;
}

/** The shortage of the airing with the longest breaks in the days, as a finding; `null`: there is none. */
export function supplyOfDays(
  channel: Pick<Channel, 'traffic'>,
  catalog: Pick<Catalog, 'interstitials'>,
  days: readonly Pick<ScheduleDay, 'airings'>[],
) {
  // What a row fills has a supply of its own; what its content leaves of the slots before joins it.
  const breaksOf = ({ startAt, endAt, contentDurationMs, content, lineage }: Airing): DurationMs =>
    content.kind === 'slate'
      ? 0
      : endAt - startAt - contentDurationMs - (lineage.fill?.durationMs ?? 0);
  let widest: Airing | null = null;
  for (const airing of days.flatMap(({ airings }) => airings)) {
    if (!widest || breaksOf(airing) > breaksOf(widest)) widest = airing;
  }
  const supply = widest && breakSupply(channel, catalog, breaksOf(widest));
  return widest && supply ? { ...supplyText(supply, widest.title), airing: widest } : null;
}
