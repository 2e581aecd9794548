import type { RowId } from '../../model/ids.ts';
import type { ContentReference } from '../../model/plan.ts';
import type {
  Airing,
  Carry,
  ContinuingWindow,
  EncoreStep,
  FirstRun,
} from '../../model/schedule-day.ts';
import type { EpochMs, IsoDate } from '../../time/units.ts';
import { addDays } from '../../time/zone.ts';
import type { Catalog, CatalogAsset } from '../choose/catalog.ts';
import { eligibleCopy } from '../choose/copies.ts';
import { repeatSeveral } from './package-again.ts';
import type { PackageContent, SeveralAssets } from '../choose/package-members.ts';
import type { PlanningRows } from '../plan/rows-of.ts';

/** Content that repeats what another row or zone aired. */
export type EncoreContent = Extract<ContentReference, { type: 'encore' }>;

/** By row or zone, how much of what it aired must be remembered. */
export type EncoreNeeds = ReadonlyMap<string, { readonly days: number; readonly latest: boolean }>;

/** By row or zone, what it aired, in order of time. */
export type FirstRuns = Record<string, FirstRun[]>;

/** What the encores of all plans repeat. Plans not in force count too: they may be tomorrow. */
export function encoreNeedsOf({ rows }: Pick<PlanningRows, 'rows'>): EncoreNeeds {
  const needs = new Map<string, { days: number; latest: boolean }>();
  for (const { row } of rows) {
    const { content } = row;
    if (content.type !== 'encore') continue;
    const { of, daysAgo } = content;
    const known = needs.get(of) ?? { days: 0, latest: false };
    needs.set(of, {
      days: daysAgo === 'latest' ? known.days : Math.max(known.days, daysAgo),
      latest: known.latest || daysAgo === 'latest',
    });
  }
  return needs;
}

/** A copy of what is carried, as far as it is asked for. */
export function firstRunsOf(carry: Carry, needs: EncoreNeeds): FirstRuns {
  const runs: FirstRuns = {};
  for (const of of needs.keys()) {
    const known = carry.firstRuns?.[of];
    if (known) runs[of] = [...known];
  }
  return runs;
}

/** The row or zone that the airing counts for: the one that put it there, or whose airing it replaced by hand. */
export function sourceOf({ lineage }: Pick<Airing, 'lineage'>): RowId | null {
  return lineage.override?.standsFor ?? lineage.assignmentId;
}

/** Remembers an airing, be it placed now or kept from before, if encores ask for it. */
export function noteFirstRun(
  runs: FirstRuns,
  needs: EncoreNeeds,
  airing: Pick<Airing, 'content' | 'broadcastDate' | 'startAt' | 'lineage' | 'title'>,
): void {
  const of = sourceOf(airing);
  const aired = airedContent(airing);
  if (of === null || aired === null || !needs.has(of)) return;
  (runs[of] ??= []).push({ date: airing.broadcastDate, startAt: airing.startAt, ...aired });
}

/** What an encore of the airing would repeat; `null` for the slate. */
function airedContent({
  content,
  title: name,
}: Pick<Airing, 'content' | 'title'>): Pick<FirstRun, 'assetId' | 'package'> | null {
  switch (content.kind) {
    case 'asset':
      return { assetId: content.assetId };
    case 'package': {
      const { virtualAssetId } = content.package;
      return { assetId: null, package: { virtualAssetId, name, members: [...content.members] } };
    }
    case 'shorts':
      return {
        assetId: null,
        package: { virtualAssetId: null, name, members: [...content.members] },
      };
    case 'slate':
      return null;
  }
}

/** What the day leaves behind: the days that encores may still repeat, and where they ask for the latest, that. */
export function firstRunsToCarry(
  runs: FirstRuns,
  needs: EncoreNeeds,
  date: IsoDate,
): FirstRuns | null {
  const kept: FirstRuns = {};
  for (const [of, { days, latest }] of needs) {
    const known = runs[of] ?? [];
    const latestDate = latest ? known.at(-1)?.date : undefined;
    const from = addDays(date, -days);
    const asked = known.filter((run) => run.date >= from || run.date === latestDate);
    if (asked.length > 0) kept[of] = asked;
  }
  return Object.keys(kept).length === 0 ? null : kept;
}

/**
 * The carry with what really stood on days before: where one of them was changed by hand after the next was frozen, what is
 * carried is older than the truth. Only the given dates are corrected. `days` come in any order.
 */
export function withTrueFirstRuns(
  carry: Carry,
  needs: EncoreNeeds,
  days: readonly { readonly broadcastDate: IsoDate; readonly airings: readonly Airing[] }[],
): Carry {
  if (needs.size === 0) return carry;
  const dates = new Set(days.map(({ broadcastDate }) => broadcastDate));
  const runs = firstRunsOf(carry, needs);
  for (const [of, known] of Object.entries(runs)) {
    runs[of] = known.filter(({ date }) => !dates.has(date));
  }
  for (const airing of days.flatMap(({ airings }) => airings)) noteFirstRun(runs, needs, airing);
  for (const known of Object.values(runs)) known.sort((a, b) => a.startAt - b.startAt);
  return { ...carry, firstRuns: runs };
}

/** Where an encore stands in its window. */
export interface EncoreSlot {
  readonly content: EncoreContent;
  /** The broadcast date from which its days are counted. */
  readonly date: IsoDate;
  readonly slotAt: EpochMs;
  /** What it has repeated last in this window; `null` at its beginning. */
  readonly after: EncoreStep | null;
}

/** What is aired again. */
export type RepeatedContent =
  | { readonly kind: 'asset'; readonly asset: CatalogAsset }
  | { readonly kind: 'package'; readonly package: PackageContent }
  | { readonly kind: 'shorts'; readonly shorts: SeveralAssets };

/** What a first run aired, as the library has it now; `null` when it may not air any more. */
export function contentAgain(catalog: Catalog, run: FirstRun): RepeatedContent | null {
  if (run.package) {
    return repeatSeveral(catalog, run.package);
  }
  const asset = run.assetId === null ? undefined : eligibleCopy(catalog, run.assetId);
  return asset ? { kind: 'asset', asset } : null;
}

/** What an encore airs next. */
export interface EncoreChoice {
  readonly content: RepeatedContent;
  readonly step: EncoreStep;
  /** Airings of the first run that are passed over, because their asset may not air any more. */
  readonly passedOver: number;
  /** How many airings the first run had. */
  readonly count: number;
}

/** What the first run aired, in order; empty when it aired nothing. */
export function firstRunAt(
  runs: FirstRuns,
  { content, date, slotAt, after }: EncoreSlot,
): FirstRun[] {
  const aired = (runs[content.of] ?? []).filter(({ startAt }) => startAt < slotAt);
  const { daysAgo } = content;
  const counted = daysAgo === 'latest' ? aired.at(-1)?.date : addDays(date, -daysAgo);
  const from = after?.date ?? counted;
  return aired.filter((run) => run.date === from);
}

/** The next airing to repeat, in the order of the first run; `null` when there is none (any more). Moves nothing. */
export function nextOfEncore(
  catalog: Catalog,
  runs: FirstRuns,
  slot: EncoreSlot,
): EncoreChoice | null {
  const all = firstRunAt(runs, slot);
  const left = all.filter(({ startAt }) => slot.after === null || startAt > slot.after.startAt);
  const index = left.findIndex((run) => contentAgain(catalog, run) !== null);
  const run = left[index];
  const content = run && contentAgain(catalog, run);
  if (!run || !content) return null;
  const step = { of: slot.content.of, date: run.date, startAt: run.startAt };
  return { content, step, passedOver: index, count: all.length };
}

/** What an encore row has repeated last of the airings placed since `from`, or what the day before left. */
export function lastRepeated(
  airings: readonly Pick<Airing, 'startAt' | 'lineage'>[],
  rowId: string,
  from: EpochMs,
  continuing: ContinuingWindow['encore'] | null,
): EncoreStep | null {
  const last = airings.findLast(
    ({ startAt, lineage }) =>
      lineage.assignmentId === rowId && lineage.encore !== undefined && startAt >= from,
  );
  return last?.lineage.encore ?? continuing?.after ?? null;
}
