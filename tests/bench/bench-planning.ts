import { expandAirings } from '#shared/log/expand.ts';
import { lockBlocks } from '#shared/log/lock.ts';
import type { Channel } from '#shared/model/channel.ts';
import { ChannelId, SeriesId } from '#shared/model/ids.ts';
import type { EpisodePolicy } from '#shared/model/episode-policy.ts';
import type { ContentReference, Plan } from '#shared/model/plan.ts';
import { EMPTY_CARRY } from '#shared/model/schedule-day.ts';
import { aliasesOf, indexAliases } from '#shared/planning/choose/asset-aliases.ts';
import type { Catalog } from '#shared/planning/choose/catalog.ts';
import type { ResolvedDay } from '#shared/planning/resolve/finish-day.ts';
import { resolveDay } from '#shared/planning/resolve/resolve-day.ts';
import { whatIf } from '#shared/planning/revise/what-if.ts';
import { addDays, datesBetween } from '#shared/time/zone.ts';
import {
  plannedBy,
  CHANNEL_EPOCH_AT,
  makeChannel,
  makePlan,
  makeRow,
} from '#tests/helpers/planning-fixtures.ts';

import { MADE_ASSETS, MADE_NAMES, madeAssets, madeCatalog } from './made-catalogue.ts';
import { printFigures, timed, type Figure } from './measure.ts';

const FIRST_DATE = '2026-03-02';
const CHANNELS = 10;
const ROW_MINUTES = 120;

interface MadeChannel {
  readonly channel: Channel;
  readonly plans: readonly Plan[];
}

/** Every kind of content and the policies that cost most, in rows of two hours around the clock. */
function mixedRows(number: number): readonly (readonly [ContentReference, EpisodePolicy])[] {
  const seriesOf = (index: number): SeriesId =>
    SeriesId.parse(`series-${String((number * 10 + index) % 120)}`);
  const series = (index: number): ContentReference => ({
    type: 'series',
    seriesId: seriesOf(index),
  });
  const items = [6, 7, 8].map((index) => ({ type: 'series' as const, seriesId: seriesOf(index) }));
  return [
    [series(0), 'sequential'],
    [series(1), 'random'],
    [series(2), 'syndication'],
    [series(3), 'shuffle'],
    [{ type: 'rule', rule: { kind: ['episode'], genre: ['comedy'] } }, 'sequential'],
    [{ type: 'rule', rule: { kind: ['movie'] } }, 'shuffle'],
    [{ type: 'rule', rule: { kind: ['episode'], decade: [1_980] } }, 'syndication'],
    [{ type: 'rule', rule: { kind: ['episode'], notAiredWithinHours: 72 } }, 'least-recently-used'],
    [{ type: 'random', rule: { kind: ['episode'], notAiredWithinHours: 72 } }, 'random'],
    [{ type: 'random', rule: { kind: ['movie'], notAiredWithinHours: 336 } }, 'random'],
    [{ type: 'list', items }, 'round-robin'],
    [{ type: 'rule', rule: { genre: ['horror'] } }, 'chronological'],
  ];
}

function madeChannel(number: number): MadeChannel {
  const slug = `channel-${String(number)}`;
  const channel = makeChannel({ id: ChannelId.parse(slug), slug, number, name: slug });
  const rows = mixedRows(number).map(([content, episodePolicy], index) =>
    makeRow(index * ROW_MINUTES, ROW_MINUTES, `series:row-${String(index)}`, {
      content,
      episodePolicy,
    }),
  );
  return { channel, plans: [makePlan(slug, rows, { channelId: channel.id })] };
}

/** Consecutive days, each from where the one before left off. */
function resolveDays({ channel, plans }: MadeChannel, catalog: Catalog, count: number) {
  const days: ResolvedDay[] = [];
  for (const date of datesBetween(FIRST_DATE, addDays(FIRST_DATE, count - 1))) {
    const carryIn = days.at(-1)?.carryOut ?? EMPTY_CARRY;
    days.push(resolveDay({ channel, planned: plannedBy(plans), catalog, date, carryIn }).day);
  }
  return days;
}

/** Resolves, expands and locks, all in memory; the number of locked blocks. */
function lockDays(made: MadeChannel, catalog: Catalog, count: number): number {
  const { channel } = made;
  const airings = resolveDays(made, catalog, count).flatMap((day) => day.airings);
  return lockBlocks({
    channel,
    drafts: expandAirings({ channel, airings, catalog, history: new Map() }),
    firstMediaSequence: 0,
    lockedAt: CHANNEL_EPOCH_AT,
    grid: channel,
  }).length;
}

/** What the days would be with one row less, against what it is. */
function previewDays(made: MadeChannel, catalog: Catalog, count: number): number {
  return whatIf({
    channel: made.channel,
    catalog,
    planned: plannedBy(made.plans),
    dates: datesBetween(FIRST_DATE, addDays(FIRST_DATE, count - 1)),
    changed: plannedBy(
      made.plans.map((plan) => ({ ...plan, assignments: plan.assignments.slice(1) })),
    ),
    start: { carryIn: EMPTY_CARRY, opensAt: null },
    frozen: [],
  }).length;
}

/** What a run took, by the wall clock and of the processor. */
interface Taken {
  readonly seconds: number;
  readonly processorSeconds: number;
}

const ROUNDS = 3;

/** Every round over a catalogue that nothing is known of yet; quickest first. */
async function rounds(assets: number, run: (catalog: Catalog) => unknown): Promise<Taken[]> {
  const taken: Taken[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const catalog = madeCatalog(assets);
    taken.push(await timed(() => run(catalog)));
  }
  return taken.sort((a, b) => a.seconds - b.seconds);
}

/** The middle round as a figure, held against the bar by the wall clock. */
async function secondsFigure(
  name: string,
  bar: number,
  run: (catalog: Catalog) => unknown,
): Promise<Figure> {
  const { seconds, processorSeconds } = (await rounds(MADE_ASSETS, run))[1] ?? NOTHING;
  const value = `${seconds.toFixed(3)} s (cpu ${processorSeconds.toFixed(3)} s)`;
  return { name, value, bar: `${String(bar)} s`, isMet: seconds < bar };
}

const NOTHING: Taken = { seconds: Number.NaN, processorSeconds: Number.NaN };

/** The least that a run took of the processor, over a catalogue whose pools and decks are made. */
async function leastProcessorSeconds(catalog: Catalog, days: number): Promise<number> {
  const made = madeChannel(1);
  resolveDays(made, catalog, 7);
  let least = Infinity;
  for (let round = 0; round < ROUNDS; round += 1) {
    const { processorSeconds } = await timed(() => resolveDays(made, catalog, days));
    least = Math.min(least, processorSeconds);
  }
  return least;
}

function ratioFigure(name: string, ratio: number, bar: number): Figure {
  const value = `${ratio.toFixed(2)} times`;
  return { name, value, bar: `${String(bar)} times`, isMet: ratio < bar };
}

/** The library by its names: every asset by id and by what operators call it. */
async function aliasFigures(): Promise<Figure[]> {
  const names = madeAssets();
  const { seconds, result } = await timed(() => indexAliases(names));
  const wanted = names[MADE_ASSETS / 2] ?? names[0];
  if (!wanted) throw new Error('The made library is empty.');
  const isFound = [wanted.id, ...aliasesOf(wanted)].every((name) =>
    result.find(name).some(({ id }) => id === wanted.id),
  );
  return [
    {
      name: 'names of the library, indexed in',
      value: `${seconds.toFixed(3)} s`,
      bar: '5 s',
      isMet: seconds < 5,
    },
    {
      name: 'ids and other names that lead to an asset',
      value: String(result.size),
      bar: `at least ${String(MADE_NAMES)}`,
      isMet: result.size >= MADE_NAMES && isFound,
    },
  ];
}

/** Planning in memory over a made catalogue: resolving, expanding, locking, previewing, and how they grow. */
export async function benchPlanning(): Promise<void> {
  const one = madeChannel(1);
  const channels = Array.from({ length: CHANNELS }, (_, index) => madeChannel(index + 1));
  const days = (count: number) => (catalog: Catalog) => resolveDays(one, catalog, count);
  const lockAll = (catalog: Catalog) => channels.map((channel) => lockDays(channel, catalog, 7));

  const residentBefore = process.memoryUsage().rss;
  const cold = await timed(() => lockAll(madeCatalog()));
  const residentMb = (process.memoryUsage().rss - residentBefore) / 1e6;
  const figures = [
    await secondsFigure('a channel-week resolved', 0.1, days(7)),
    await secondsFigure('a channel-year resolved', 1.5, days(365)),
    await secondsFigure('14 days of a changed plan previewed', 0.5, (catalog) =>
      previewDays(one, catalog, 14),
    ),
    await secondsFigure('7 days × 10 channels resolved, expanded, locked', 4, lockAll),
    {
      name: 'the same, first of the process, catalogue made',
      value: `${cold.seconds.toFixed(3)} s (cpu ${cold.processorSeconds.toFixed(3)} s)`,
    },
    {
      name: 'growth of resident memory by that first one',
      value: `${residentMb.toFixed(0)} MB`,
      bar: '300 MB',
      isMet: residentMb < 300,
    },
  ];
  const warm = madeCatalog();
  const quarter = await leastProcessorSeconds(warm, 91);
  const whole = await leastProcessorSeconds(warm, 364);
  const ofSmall = await leastProcessorSeconds(madeCatalog(Math.floor(MADE_ASSETS / 4)), 91);
  printFigures(`Planning over ${String(MADE_ASSETS)} assets`, [
    ...(await aliasFigures()),
    ...figures,
    ratioFigure('four times the days take of the processor', whole / quarter, 5),
    ratioFigure('four times the catalogue takes of the processor', quarter / ofSmall, 1.5),
  ]);
}
