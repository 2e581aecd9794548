import { starsOf } from '../../model/star-rating.ts';
import type { AssetId, SeriesId } from '../../model/ids.ts';
import type { PlannedRow } from '../../model/plan.ts';
import type { SuggestionReason } from '../../model/suggestion.ts';
import {
  MS_PER_DAY,
  MS_PER_MINUTE,
  type DurationMs,
  type EpochMs,
  type IsoDate,
} from '../../time/units.ts';
import type { Catalog, CatalogAsset } from '../choose/catalog.ts';
import { poolOf } from '../choose/contents/kinds.ts';
import { seasonalTags } from '../choose/season-calendar.ts';
import type { HeldRow } from '../plan/rows-of.ts';
import { episodeLabel } from '../../model/episode-label.ts';

/** What airs right before and right after a slot of a plan. */
export interface Neighbourhood {
  readonly genres: ReadonlySet<string>;
  readonly series: ReadonlySet<SeriesId>;
}

/** So many programmes of a neighbour are asked for their genres. */
const MOST_ASKED = 50;

const genresOf = ({ tags = [] }: CatalogAsset): string[] =>
  tags
    .map((tag) => tag.trim().toLowerCase())
    .filter((tag) => tag.startsWith('genre:'))
    .map((tag) => tag.slice('genre:'.length));

/** The rows that touch the slot `[from, to)`, offsets in minutes, and what is in them. */
export function neighboursOf(
  rows: readonly HeldRow[],
  from: number,
  to: number,
  catalog: Catalog,
): Neighbourhood {
  const touches = ({ startOffsetMinutes: start, durationMinutes }: PlannedRow): boolean =>
    start + durationMinutes === from || start === to;
  const assets = rows
    .map(({ row }) => row)
    .filter(touches)
    .flatMap(({ content }) => poolOf(catalog, content).assets.slice(0, MOST_ASKED));
  return {
    genres: new Set(assets.flatMap(genresOf)),
    series: new Set(assets.flatMap(({ seriesId }) => seriesId ?? [])),
  };
}

/** What a candidate would air, and what is known around it. */
export interface Weighing {
  /** In order; never empty. */
  readonly run: readonly CatalogAsset[];
  readonly contentMs: DurationMs;
  readonly slotMs: DurationMs;
  readonly startAt: EpochMs;
  readonly date: IsoDate;
  readonly lastAired: ReadonlyMap<AssetId, EpochMs>;
  readonly neighbourhood: Neighbourhood;
  readonly isSeries: boolean;
  /** The run stands for whatever a rule may choose; it says nothing of single programmes. */
  readonly isRule: boolean;
  readonly goesOn: boolean;
  /** Spans of the rows of the plan that play the same. */
  readonly inPlanAt: readonly string[];
}

const MOST_FOR_FIT = 40;
const MOST_FOR_REST = 25;
const FOR_A_NEIGHBOUR = 15;
const FOR_THE_SEASON = 20;
const FOR_GOING_ON = 10;
const AGAINST_TWICE = -15;
const AGAINST_THE_SAME_DAY = -10;

/** Reasons in a fixed order; each weighs as many whole points as docs/content-rules.md says. */
export function reasonsFor(weighing: Weighing): SuggestionReason[] {
  const single = weighing.isRule
    ? []
    : [...restOf(weighing), ...orderOf(weighing), ...seasonOf(weighing), ...starsIn(weighing)];
  return [fitOf(weighing), ...single, ...neighbourOf(weighing), ...planOf(weighing)];
}

function fitOf({ run, contentMs, slotMs, isRule }: Weighing): SuggestionReason {
  const left = `${String(Math.floor((slotMs - contentMs) / MS_PER_MINUTE))} minutes left`;
  const text = isRule
    ? `everything it matches fits, the longest with ${left}`
    : run.length === 1
      ? `fits with ${left}`
      : `${String(run.length)} episodes fit with ${left}`;
  const points = slotMs === 0 ? 0 : Math.round((MOST_FOR_FIT * contentMs) / slotMs);
  return { kind: 'fit', text, points: isRule ? Math.floor(points / 2) : points };
}

function restOf({ run, lastAired, startAt }: Weighing): SuggestionReason[] {
  const [first] = run;
  const airedAt = first && lastAired.get(first.id);
  if (airedAt === undefined) {
    return [{ kind: 'rest', text: 'never aired on the channel', points: MOST_FOR_REST }];
  }
  const days = Math.floor((startAt - airedAt) / MS_PER_DAY);
  if (days < 1) {
    return [{ kind: 'rest', text: 'aired within the day before', points: AGAINST_THE_SAME_DAY }];
  }
  const text = `not aired for ${String(days)} ${days === 1 ? 'day' : 'days'}`;
  return [{ kind: 'rest', text, points: Math.min(days, MOST_FOR_REST) }];
}

function orderOf({ run, isSeries, goesOn }: Weighing): SuggestionReason[] {
  const [first] = run;
  if (!isSeries || !first) return [];
  const { seasonNumber, episodeNumber, title } = first;
  const place = episodeLabel(seasonNumber, episodeNumber) ?? `“${title}”`;
  const text = `${goesOn ? 'goes on' : 'begins'} with ${place}`;
  return [{ kind: 'order', text, points: goesOn ? FOR_GOING_ON : 0 }];
}

function seasonOf({ run, date }: Weighing): SuggestionReason[] {
  const tags = new Set(
    run.flatMap(({ tags: own = [] }) => own.map((tag) => tag.trim().toLowerCase())),
  );
  const suited = seasonalTags(date)
    .flat()
    .find((tag) => tags.has(tag));
  if (suited === undefined) return [];
  const name = suited.slice(suited.indexOf(':') + 1);
  return [{ kind: 'season', text: `suits ${name}`, points: FOR_THE_SEASON }];
}

function starsIn({ run }: Weighing): SuggestionReason[] {
  const stars = run.length === 1 && run[0] ? starsOf(run[0].tags ?? []) : null;
  if (stars === null) return [];
  return [{ kind: 'stars', text: `rated ${String(stars)} of 10`, points: Math.round(stars) }];
}

function neighbourOf({ run, neighbourhood }: Weighing): SuggestionReason[] {
  const [first] = run;
  if (first?.seriesId && neighbourhood.series.has(first.seriesId)) {
    return [{ kind: 'neighbour', text: 'the same series airs next to it', points: 0 }];
  }
  const shared = [...new Set(run.flatMap(genresOf))].filter((genre) =>
    neighbourhood.genres.has(genre),
  );
  if (shared.length === 0) return [];
  const text = `same genre as its neighbours: ${shared.sort().join(', ')}`;
  return [{ kind: 'neighbour', text, points: FOR_A_NEIGHBOUR }];
}

function planOf({ inPlanAt }: Weighing): SuggestionReason[] {
  if (inPlanAt.length === 0) return [];
  const text = `in the plan already at ${inPlanAt.join(', ')}`;
  return [{ kind: 'plan', text, points: AGAINST_TWICE }];
}
