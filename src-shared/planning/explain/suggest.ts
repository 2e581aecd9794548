import { ruleOf } from '../../model/content-kinds.ts';
import type { Channel } from '../../model/channel.ts';
import type { ContentRule } from '../../model/content-rule.ts';
import type { AssetId } from '../../model/ids.ts';
import type { EpisodePolicy } from '../../model/episode-policy.ts';
import type { ContentReference } from '../../model/plan.ts';
import type { Carry } from '../../model/schedule-day.ts';
import { canonicalJson } from '../../model/seed.ts';
import type { Suggestion, Suggestions } from '../../model/suggestion.ts';
import { instantOfOffset, slotsFor } from '../../time/broadcast-day.ts';
import { MS_PER_MINUTE, type EpochMs, type IsoDate } from '../../time/units.ts';
import type { Catalog, CatalogAsset } from '../choose/catalog.ts';
import { poolOf } from '../choose/contents/kinds.ts';
import { airedAsWorks, isOneWork } from '../choose/copies.ts';
import { describeRule } from '../choose/describe-rule.ts';
import { nextEpisode } from '../choose/episode-choice.ts';
import { brokenDayparts, failedCriteria } from '../choose/match-rule.ts';
import { describeSpan } from '../plan/plan-edits.ts';
import { rowsOn, type HeldPlan, type PlanningRows } from '../plan/rows-of.ts';
import { permittedCatalog } from '../choose/permitted-catalog.ts';
import { rotationOf, type Rotation } from '../choose/rotation.ts';
import { momentAt, type RuleMoment } from '../choose/rule-moment.ts';
import { neighboursOf, reasonsFor, type Neighbourhood } from './suggestion-reasons.ts';
import { compareText } from '../../model/natural-order.ts';
import { isResting } from '../choose/programme-gates.ts';

/** A slot of a plan on a date, and what is asked of whatever is to fill it. */
export interface SuggestInput {
  readonly channel: Channel;
  /** With the rows that count, be they the draft's. */
  readonly plan: HeldPlan;
  /** Every plan and pin of the channel; the rules of their rows are suggested too. */
  readonly planned: PlanningRows;
  /** Eligible assets only. */
  readonly catalog: Catalog;
  readonly date: IsoDate;
  /** Minutes from the start of the broadcast day; the slot is half-open. */
  readonly startOffsetMinutes: number;
  readonly durationMinutes: number;
  readonly constraints: ContentRule;
  /** What the day before left behind; says how far series have come. */
  readonly carryIn: Carry;
  /** When assets, every copy of a work, last began on the channel before the slot; never: not in the map. */
  readonly lastAired: ReadonlyMap<AssetId, EpochMs>;
  readonly limit: number;
}

/** A slot with what is known around it. */
interface Slot extends SuggestInput {
  readonly startAt: EpochMs;
  readonly endAt: EpochMs;
  readonly moment: RuleMoment;
  /** What the channel's hours let air. */
  readonly permitted: Catalog;
  readonly neighbourhood: Neighbourhood;
  /** Where series stand; only read. */
  readonly rotation: Rotation;
}

/** What a candidate would air in the slot, in order. */
interface Candidate {
  readonly title: string;
  readonly kind: Suggestion['kind'];
  readonly content: ContentReference;
  readonly episodePolicy: EpisodePolicy;
  readonly run: readonly CatalogAsset[];
  /** The series has a place at which it goes on. */
  readonly goesOn: boolean;
}

/** A candidate, or the first reason against it. */
type Judged = Candidate | string;

const TOO_LONG = 'longer than the slot';

/**
 * What could fill a slot of a plan, ranked by the sum of its reasons: series as they would go on, films, and the rules of the
 * channel's own rows. Pure and deterministic; ties go by title, then content. Nothing is placed: accepting one is an ordinary
 * edit of the plan (F-039).
 */
export function suggest(input: SuggestInput): Suggestions {
  const slot = slotOf(input);
  const excluded = new Map<string, number>();
  const suggestions: Suggestion[] = [];
  for (const judged of [...judgeProgrammes(slot), ...judgeRules(slot)]) {
    if (typeof judged === 'string') excluded.set(judged, (excluded.get(judged) ?? 0) + 1);
    else suggestions.push(weigh(slot, judged));
  }
  suggestions.sort(
    (a, b) =>
      b.score - a.score ||
      compareText(a.title, b.title) ||
      compareText(canonicalJson(a.content), canonicalJson(b.content)),
  );
  return {
    date: slot.date,
    startAt: slot.startAt,
    endAt: slot.endAt,
    suggestions: suggestions.slice(0, input.limit),
    total: suggestions.length,
    excluded: [...excluded]
      .map(([reason, count]) => ({ reason, count }))
      .sort((a, b) => b.count - a.count || compareText(a.reason, b.reason)),
  };
}

function slotOf(input: SuggestInput): Slot {
  const { channel, catalog, date, startOffsetMinutes: from, durationMinutes } = input;
  const startAt = instantOfOffset(channel, date, from);
  return {
    ...input,
    lastAired: airedAsWorks(catalog, input.lastAired),
    startAt,
    endAt: instantOfOffset(channel, date, from + durationMinutes),
    moment: momentAt(channel, date, startAt),
    permitted: permittedCatalog(catalog, channel, date, startAt),
    rotation: rotationOf(input.carryIn),
    neighbourhood: neighboursOf(rowsOn(input.plan, date), from, from + durationMinutes, catalog),
  };
}

/** Every series and every film of the catalogue. */
function judgeProgrammes(slot: Slot): Judged[] {
  const series = [...slot.catalog.episodesBySeries.values()].map((all) => judgeSeries(slot, all));
  const films = slot.catalog.programmes.filter(({ seriesId }) => seriesId === null);
  return [...series, ...films.map((film) => judgeFilm(slot, film))];
}

/** Why the asset may not fill the slot; `null` when it may. */
function reasonAgainst(slot: Slot, asset: CatalogAsset): string | null {
  const { constraints, moment, channel, lastAired, startAt } = slot;
  const [failed] = failedCriteria(asset, constraints, moment);
  if (failed !== undefined) return `does not hold to ${failed}`;
  if (brokenDayparts(asset, channel.dayparts, moment).length > 0) {
    return 'may not air at these hours of the channel';
  }
  const hours = constraints.notAiredWithinHours;
  if (hours === undefined || !isResting(lastAired.get(asset.id), startAt, hours)) return null;
  return `aired within ${String(hours)} hours`;
}

function judgeFilm(slot: Slot, film: CatalogAsset): Judged {
  const against = reasonAgainst(slot, film);
  if (against !== null) return against;
  if (film.durationMs > slot.endAt - slot.startAt) return TOO_LONG;
  const inPlan = slot.plan.rows.some(
    ({ row: { content } }) =>
      content.type === 'asset' && isOneWork(slot.catalog, content.assetId, film.id),
  );
  if (inPlan) return 'in the plan already';
  return {
    title: film.title,
    kind: 'movie',
    run: [film],
    goesOn: false,
    content: { type: 'asset', assetId: film.id },
    episodePolicy: 'sequential',
  };
}

/** A series of which not every episode may air is suggested as a rule that says which. */
function judgeSeries(slot: Slot, episodes: readonly CatalogAsset[]): Judged {
  const [first] = episodes;
  if (!first || first.seriesId === null) return TOO_LONG;
  const { seriesId, title: ownTitle, seriesTitle } = first;
  const title = seriesTitle ?? ownTitle;
  const against = episodes.map((episode) => reasonAgainst(slot, episode));
  const usable = new Set(episodes.filter((_, index) => against[index] === null));
  if (usable.size === 0) return against[0] ?? TOO_LONG;
  const next = nextEpisode(slot.catalog, slot.rotation, seriesId, (asset) => usable.has(asset));
  if (!next) return TOO_LONG;
  const from = episodes.indexOf(next.asset);
  const order = [...episodes.slice(from), ...episodes.slice(0, from)].filter((one) =>
    usable.has(one),
  );
  const run = fitting(slot, order);
  if (run.length === 0) return TOO_LONG;
  const isWhole =
    slot.constraints.notAiredWithinHours === undefined &&
    episodes.every((one) => failedCriteria(one, slot.constraints, slot.moment).length === 0);
  const part: ContentReference = { type: 'rule', rule: { ...slot.constraints, series: [title] } };
  return {
    title,
    kind: 'series',
    run,
    episodePolicy: 'sequential',
    goesOn: isWhole && next.cursorBefore !== null,
    content: isWhole ? { type: 'series', seriesId } : part,
  };
}

/** As many of the assets, in order, as end inside the slot when each takes whole grid slots. */
function fitting(slot: Slot, order: readonly CatalogAsset[]): CatalogAsset[] {
  const { channel } = slot;
  const run: CatalogAsset[] = [];
  let at = slot.startAt;
  for (const asset of order) {
    if (at + asset.durationMs > slot.endAt) break;
    run.push(asset);
    at += slotsFor(asset.durationMs, channel) * channel.gridMinutes * MS_PER_MINUTE;
  }
  return run;
}

/** The rules of rows of the channel's plans and pins, each once. */
function judgeRules(slot: Slot): Judged[] {
  const rules = new Map<string, { content: ContentReference; episodePolicy: EpisodePolicy }>();
  for (const { row } of slot.planned.rows) {
    const { content, episodePolicy } = row;
    if (ruleOf(content) === null) continue;
    rules.set(canonicalJson([content, episodePolicy]), { content, episodePolicy });
  }
  return [...rules.values()].map(({ content, episodePolicy }) => {
    const matching = poolOf(slot.permitted, content, slot.moment).assets;
    const against = matching.map((asset) => reasonAgainst(slot, asset)).find((why) => why !== null);
    if (against) return against;
    if (matching.length === 0) return 'matches nothing that may air';
    const longest = [...matching].sort((a, b) => b.durationMs - a.durationMs).slice(0, 1);
    const run = fitting(slot, longest);
    const rule = ruleOf(content);
    if (run.length === 0 || rule === null) return TOO_LONG;
    const title = describeRule(rule);
    return { title, kind: 'rule', run, goesOn: false, content, episodePolicy };
  });
}

function weigh(slot: Slot, candidate: Candidate): Suggestion {
  const { title, kind, content, episodePolicy, run } = candidate;
  const contentMs = run.reduce((sum, { durationMs }) => sum + durationMs, 0);
  const rows = slot.plan.rows
    .map(({ row }) => row)
    .filter((row) => canonicalJson(row.content) === canonicalJson(content));
  const reasons = reasonsFor({
    run,
    contentMs,
    date: slot.date,
    slotMs: slot.endAt - slot.startAt,
    startAt: slot.startAt,
    lastAired: slot.lastAired,
    neighbourhood: slot.neighbourhood,
    isRule: kind === 'rule',
    isSeries: kind === 'series',
    goesOn: candidate.goesOn,
    inPlanAt: rows.map(describeSpan),
  });
  const [first] = run;
  return {
    content,
    episodePolicy,
    title,
    kind,
    contentMs,
    reasons,
    first: kind === 'rule' ? title : (first?.title ?? title),
    airings: run.length,
    score: reasons.reduce((sum, { points }) => sum + points, 0),
  };
}
