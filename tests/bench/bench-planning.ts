import { expandAirings } from '#shared/log/expand.ts';
import { lockBlocks } from '#shared/log/lock.ts';
import type { Channel } from '#shared/model/channel.ts';
import { ChannelId, SeriesId } from '#shared/model/ids.ts';
import type { ContentReference, EpisodePolicy, Plan } from '#shared/model/plan.ts';
import { EMPTY_CARRY } from '#shared/model/schedule-day.ts';
import type { Catalog } from '#shared/scheduling/catalog.ts';
import type { ResolvedDay } from '#shared/scheduling/finish-day.ts';
import { resolveDay } from '#shared/scheduling/resolve-day.ts';
import { whatIf } from '#shared/scheduling/what-if.ts';
import { addDays, datesBetween } from '#shared/time/zone.ts';
import {
  CHANNEL_EPOCH_AT,
  makeChannel,
  makePlan,
  makeRow,
} from '#tests/helpers/planning-fixtures.ts';

import { MADE_ASSETS, madeCatalog } from './made-catalogue.ts';
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
    days.push(resolveDay({ channel, plans, catalog, date, carryIn }).day);
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
    ...made,
    catalog,
    dates: datesBetween(FIRST_DATE, addDays(FIRST_DATE, count - 1)),
    changedPlans: made.plans.map((plan) => ({ ...plan, assignments: plan.assignments.slice(1) })),
    start: { carryIn: EMPTY_CARRY, opensAt: null },
    frozen: [],
  }).length;
}

/** The middle of three runs, each over a catalogue that nothing is known of yet. */
async function medianSeconds(assets: number, run: (catalog: Catalog) => unknown): Promise<number> {
  const seconds: number[] = [];
  for (let round = 0; round < 3; round += 1) {
    const catalog = madeCatalog(assets);
    seconds.push((await timed(() => run(catalog))).seconds);
  }
  return seconds.sort((a, b) => a - b)[1] ?? Number.NaN;
}

function secondsFigure(name: string, seconds: number, bar: number): Figure {
  const value = `${seconds.toFixed(3)} s`;
  return { name, value, bar: `${String(bar)} s`, isMet: seconds < bar };
}

function ratioFigure(name: string, ratio: number, bar: number): Figure {
  const value = `${ratio.toFixed(2)} times`;
  return { name, value, bar: `${String(bar)} times`, isMet: ratio < bar };
}

/** Planning in memory over a made catalogue: resolving, expanding, locking, previewing, and how they grow. */
export async function benchPlanning(): Promise<void> {
  const one = madeChannel(1);
  const channels = Array.from({ length: CHANNELS }, (_, index) => madeChannel(index + 1));
  const days = (count: number) => (catalog: Catalog) => resolveDays(one, catalog, count);

  const residentBefore = process.memoryUsage().rss;
  const cold = await timed(() => {
    const catalog = madeCatalog();
    return channels.map((channel) => lockDays(channel, catalog, 7));
  });
  const residentMb = (process.memoryUsage().rss - residentBefore) / 1e6;
  const week = await medianSeconds(MADE_ASSETS, days(7));
  const year = await medianSeconds(MADE_ASSETS, days(365));
  const preview = await medianSeconds(MADE_ASSETS, (catalog) => previewDays(one, catalog, 14));
  const locked = await medianSeconds(MADE_ASSETS, (catalog) =>
    channels.map((channel) => lockDays(channel, catalog, 7)),
  );
  const warm = madeCatalog();
  const small = madeCatalog(Math.floor(MADE_ASSETS / 4));
  days(7)(warm);
  days(7)(small);
  const quarter = (await timed(() => days(91)(warm))).seconds;
  const whole = (await timed(() => days(364)(warm))).seconds;
  const quarterOfSmall = (await timed(() => days(91)(small))).seconds;
  printFigures(`Planning over ${String(MADE_ASSETS)} assets`, [
    secondsFigure('a channel-week resolved', week, 0.1),
    secondsFigure('a channel-year resolved', year, 1.5),
    secondsFigure('14 days of a changed plan previewed', preview, 0.5),
    secondsFigure('7 days × 10 channels resolved, expanded, locked', locked, 4),
    {
      name: 'the same, first of the process, catalogue made',
      value: `${cold.seconds.toFixed(3)} s`,
    },
    {
      name: 'growth of resident memory by that first one',
      value: `${residentMb.toFixed(0)} MB`,
      bar: '300 MB',
      isMet: residentMb < 300,
    },
    ratioFigure('four times the days take', whole / quarter, 6),
    ratioFigure('four times the catalogue takes', quarter / quarterOfSmall, 2),
  ]);
}
