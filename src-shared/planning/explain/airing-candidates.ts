import type { Channel, DefaultProgramming } from '../../model/channel.ts';
import { MOST_CANDIDATES, type Candidate, type Candidates } from '../../model/explanation.ts';
import type { AssetId } from '../../model/ids.ts';
import {
  assetIdsOf,
  assetIdsOfRun,
  membersOf,
  type Airing,
  type Carry,
  type ScheduleDay,
} from '../../model/schedule-day.ts';
import { MS_PER_HOUR, MS_PER_MINUTE, type EpochMs } from '../../time/units.ts';
import { localTimeAt } from '../../time/zone.ts';
import { airedAtOf } from '../choose/airing-history.ts';
import { titlesOf } from '../choose/asset-titles.ts';
import type { Catalog, CatalogAsset } from '../choose/catalog.ts';
import { chooseContent, effectivePolicy, type ContentChoice } from '../choose/choose-content.ts';
import type { ChoiceContext } from '../choose/choosing.ts';
import { poolOf } from '../choose/content-pool.ts';
import { eligibleCopy, workIdOf } from '../choose/copies.ts';
import {
  keepAiring,
  startDay,
  type AiringSource,
  type DayBuilder,
} from '../resolve/day-builder.ts';
import { describeDaypart } from '../choose/describe-rule.ts';
import { encoreNeedsOf, firstRunAt } from '../resolve/encore.ts';
import { chooseEncore, encoreSlotOf } from '../resolve/encore-slot.ts';
import { membersAsCandidates } from './explain-package.ts';
import { brokenDayparts } from '../choose/match-rule.ts';
import { contentOfPackage, lineageOfPackage } from '../resolve/package-airing.ts';
import { candidatesOfPackage, type IneligibleAsset } from './package-candidates.ts';
import { permittedCatalog } from '../choose/permitted-catalog.ts';
import type { PlanningRows } from '../plan/rows-of.ts';
import { assetsToRemember, type Remembered } from '../choose/remembered-assets.ts';
import { recordAiring, type RotatingAiring } from '../choose/rotation.ts';
import { momentAt, type RuleMoment } from '../choose/rule-moment.ts';
import { continuedWindow, windowsForDate, type PlanWindow } from '../plan/windows.ts';

export interface AiringCandidatesInput {
  readonly channel: Channel;
  /** The day of the airing, as frozen. */
  readonly day: ScheduleDay;
  readonly airing: Airing;
  readonly catalog: Catalog;
  /** Every plan and pin of the channel, as they are today. */
  readonly planned: PlanningRows;
  /** What the day before left behind. */
  readonly carryIn: Carry;
  /** What the row's content means besides the eligible. */
  readonly ineligible: readonly IneligibleAsset[];
}

/** As many turns are worked out ahead. */
const MOST_TURNS = 50;

/** The window of a plan in which an airing lies, by today's plans; `null` when its row is gone or it has none. */
export function windowOfAiring(
  input: Pick<AiringCandidatesInput, 'channel' | 'airing' | 'planned' | 'carryIn'>,
): PlanWindow | null {
  const { channel, airing, planned, carryIn } = input;
  const { assignmentId } = airing.lineage;
  if (assignmentId === null) return null;
  const windows = windowsForDate(channel, airing.broadcastDate, planned).filter(
    ({ assignment }) => assignment.id === assignmentId,
  );
  const around = windows.find(
    ({ startAt, endAt }) => startAt <= airing.startAt && airing.startAt < endAt,
  );
  const window = around ?? windows[0];
  if (window) return window;
  const { continuing } = carryIn;
  if (continuing?.assignment.id !== assignmentId) return null;
  return continuedWindow(continuing, airing.startAt, continuing.endAt);
}

/**
 * What else could have aired in an airing's place and why it does not. Nothing of it is stored: the rotations are put where they
 * stood by the airings before it, and the choice is made again with today's plans and catalogue. Pure.
 */
export function candidatesFor(input: AiringCandidatesInput): Candidates {
  const { airing, catalog } = input;
  const window = windowOfAiring(input);
  const repeated = window && candidatesOfEncore(input, window);
  if (repeated) return repeated;
  if (airing.content.kind === 'shorts') return cut(membersAsCandidates(airing), null);
  if (window) return candidatesOfRow(input, window);
  if (airing.lineage.rule === 'default-programming' || airing.lineage.rule === 'slate') {
    return candidatesOfDefault(input);
  }
  if (airing.content.kind === 'package') return cut(membersAsCandidates(airing), null);
  const { content } = airing;
  const asset = content.kind === 'asset' ? catalog.byId.get(content.assetId) : undefined;
  const isByHand = airing.lineage.rule === 'override';
  return {
    candidates: asset ? [candidate(asset, true, isByHand ? 'chosen by hand' : 'chosen')] : [],
    total: asset ? 1 : 0,
    isChosenAgain: null,
  };
}

/** The day's rotations as they stood when the airing was chosen. */
function standBefore(input: AiringCandidatesInput): DayBuilder {
  const { channel, day, airing, carryIn, planned, catalog } = input;
  const opensAt = day.airings[0]?.startAt ?? day.startAt;
  const remembered = assetsToRemember(planned, catalog, channel);
  const needs = encoreNeedsOf(planned);
  const date = day.broadcastDate;
  const builder = startDay(channel, date, carryIn, [], opensAt, remembered, needs);
  for (const before of day.airings) {
    if (before.startAt < airing.startAt) keepAiring(builder, before);
  }
  return builder;
}

function candidatesOfRow(input: AiringCandidatesInput, window: PlanWindow): Candidates {
  if (membersOf(input.airing).length > 0) {
    const { candidates, isChosenAgain } = candidatesOfPackage(input, window, standBefore(input));
    return cut(candidates, isChosenAgain);
  }
  const { airing, catalog, channel, ineligible } = input;
  const [airedId = null] = assetIdsOf(airing);
  const { assignment } = window;
  const builder = standBefore(input);
  const context: ChoiceContext = {
    catalog,
    channel,
    rotation: builder.rotation,
    date: airing.broadcastDate,
    slotAt: airing.startAt,
    row: assignment,
    isZone: window.origin.kind === 'zone',
  };
  const moment = momentAt(channel, airing.broadcastDate, airing.startAt);
  const permitted = permittedCatalog(catalog, channel, airing.broadcastDate, airing.startAt);
  const pool = poolOf(permitted, assignment.content, moment).assets;
  const meant = poolOf(catalog, assignment.content, moment).assets;
  const { history } = builder.rotation;
  const airedBefore = new Map(
    pool.map(({ id }) => [id, airedAtOf(history, workIdOf(catalog, id))]),
  );
  const turns = turnsAhead(context, builder.remembered);
  const again = turns[0] ?? null;
  const reasonOf = (asset: CatalogAsset): string => {
    if (asset.id === airedId) {
      return again === asset.id ? 'chosen' : 'chosen then; today another would be';
    }
    const rest = restReason(context, airedBefore.get(asset.id));
    if (rest !== null) return rest;
    if (effectivePolicy(assignment) === 'random') {
      return `the seed drew another of ${String(pool.length)}`;
    }
    const turn = turns.indexOf(asset.id);
    if (turn === -1) return 'its turn comes later';
    return turn === 0
      ? 'would be chosen today'
      : `its turn comes ${String(turn)} ${turn === 1 ? 'airing' : 'airings'} later`;
  };
  const turnOf = (id: AssetId): number => {
    const turn = turns.indexOf(id);
    return turn === -1 ? turns.length : turn;
  };
  const listed = [...pool].sort(
    (a, b) => Number(b.id === airedId) - Number(a.id === airedId) || turnOf(a.id) - turnOf(b.id),
  );
  const candidates = [
    ...listed.map((asset) => candidate(asset, asset.id === airedId, reasonOf(asset))),
    ...forbiddenOf(meant, channel, moment),
    ...ineligible.map(({ id, title, why }) => ({
      assetId: id,
      title,
      episodeTitle: null,
      isChosen: false,
      reason: why,
    })),
  ];
  return cut(candidates, again === airedId);
}

/** The airings of the first run; `null` for a window that is no encore's. */
function candidatesOfEncore(input: AiringCandidatesInput, window: PlanWindow): Candidates | null {
  const { airing, catalog, channel } = input;
  const builder = standBefore(input);
  builder.cursorAt = airing.startAt;
  const slot = encoreSlotOf(builder, window);
  if (slot === null) return null;
  const again = chooseEncore(catalog, builder, slot);
  const step = airing.lineage.encore;
  const listed = firstRunAt(builder.firstRuns, slot).flatMap((run) => {
    const isChosen = run.startAt === step?.startAt;
    const aired = `aired first on ${run.date} at ${localTimeAt(channel.timezone, run.startAt)}`;
    return assetIdsOfRun(run)
      .flatMap((id) => eligibleCopy(catalog, id) ?? [])
      .map((asset) => candidate(asset, isChosen, isChosen ? `repeated here; ${aired}` : aired));
  });
  const againIds =
    again?.asset === null
      ? again.package.members.map(({ assetId }) => assetId)
      : again
        ? [again.asset.id]
        : [];
  return cut(listed, againIds.join() === assetIdsOf(airing).join());
}

/** What breaks a rule of the channel for these hours, each with the rules. */
function forbiddenOf(
  meant: readonly CatalogAsset[],
  { dayparts }: Channel,
  moment: RuleMoment,
): Candidate[] {
  return meant.flatMap((asset) => {
    const broken = brokenDayparts(asset, dayparts, moment);
    if (broken.length === 0) return [];
    const rules = broken.map(describeDaypart).join('; ');
    return [candidate(asset, false, `not at these hours: the channel asks for ${rules}`)];
  });
}

/** Who is chosen now, and after that, and so on; `null` for a package. Moves the context's rotation. */
function turnsAhead(context: ChoiceContext, remembered: Remembered): (AssetId | null)[] {
  const turns: (AssetId | null)[] = [];
  for (let step = 0; step < MOST_TURNS; step += 1) {
    const slotAt = context.slotAt + step * MS_PER_MINUTE;
    const choice = chooseContent({ ...context, slotAt });
    if (!choice) break;
    turns.push(choice.asset?.id ?? null);
    if (choice.policy === null || choice.policy === 'random') break;
    recordAiring(context.rotation, asIfAired(choice, slotAt), remembered);
  }
  return turns;
}

/** What of a choice moves the rotations. */
function asIfAired(choice: ContentChoice, startAt: EpochMs): RotatingAiring {
  const { policy, cursorBefore, seed, eligibleCount, rotation } = choice;
  const source: AiringSource = {
    planId: null,
    assignmentId: null,
    policy,
    operatorIntent: null,
    rule: 'assignment',
  };
  if (choice.asset === null) {
    return {
      ...contentOfPackage(choice.package),
      startAt,
      lineage: lineageOfPackage(choice, source),
    };
  }
  const { asset } = choice;
  return {
    ...asset,
    content: { kind: 'asset', assetId: asset.id, assetKind: asset.kind },
    ...titlesOf(asset),
    startAt,
    lineage: {
      ...source,
      cursorBefore,
      seed,
      eligibleCount,
      ...(rotation ? { rotation } : {}),
    },
  };
}

function restReason({ row, slotAt, channel }: ChoiceContext, airedAt?: EpochMs): string | null {
  const { content } = row;
  if (content.type !== 'rule' && content.type !== 'random') return null;
  const hours = content.rule.notAiredWithinHours;
  if (hours === undefined || airedAt === undefined) return null;
  if (slotAt - airedAt >= hours * MS_PER_HOUR) return null;
  const hoursAgo = Math.round((slotAt - airedAt) / MS_PER_HOUR);
  return `aired ${String(hoursAgo)} hours before, at ${localTimeAt(channel.timezone, airedAt)}; it rests for ${String(hours)}`;
}

function candidatesOfDefault(input: AiringCandidatesInput): Candidates {
  const { airing, catalog, channel, day } = input;
  const [airedId = null] = assetIdsOf(airing);
  const moment = momentAt(channel, airing.broadcastDate, airing.startAt);
  const permitted = permittedCatalog(catalog, channel, airing.broadcastDate, airing.startAt);
  const pool = poolOfDefault(channel.defaultProgramming, permitted, moment);
  const meant = poolOfDefault(channel.defaultProgramming, catalog, moment);
  const until = day.airings.find(
    (other) => other.startAt > airing.startAt && !isFiller(other),
  )?.startAt;
  const roomMs = (until ?? Math.max(day.endAt, airing.endAt)) - airing.startAt;
  const aired = new Set(
    day.airings.filter(({ startAt }) => startAt < airing.startAt).flatMap(assetIdsOf),
  );
  const reasonOf = (asset: CatalogAsset): string => {
    if (asset.id === airedId) return 'chosen';
    if (asset.durationMs > roomMs) {
      return `longer than the ${String(Math.floor(roomMs / MS_PER_MINUTE))} minutes up to what follows`;
    }
    if (aired.has(asset.id)) return 'aired already on that day';
    const { seed, rotation } = airing.lineage;
    return seed === null || rotation?.round !== undefined
      ? 'its turn comes later'
      : 'the seed drew another';
  };
  const listed = [...pool].sort((a, b) => Number(b.id === airedId) - Number(a.id === airedId));
  const candidates = [
    ...listed.map((asset) => candidate(asset, asset.id === airedId, reasonOf(asset))),
    ...forbiddenOf(meant, channel, moment),
  ];
  return cut(candidates, null);
}

function poolOfDefault(
  programming: DefaultProgramming,
  catalog: Catalog,
  moment: RuleMoment,
): readonly CatalogAsset[] {
  switch (programming.kind) {
    case 'series':
      return catalog.episodesBySeries.get(programming.seriesId) ?? [];
    case 'asset':
      return [eligibleCopy(catalog, programming.assetId) ?? []].flat();
    case 'rule':
      return poolOf(catalog, { type: 'rule', rule: programming.rule }, moment).assets;
    case 'library':
      return catalog.programmes;
    case 'slate':
      return [];
  }
}

function isFiller(airing: Airing): boolean {
  return airing.lineage.rule === 'default-programming' || airing.lineage.rule === 'slate';
}

function candidate(asset: CatalogAsset, isChosen: boolean, reason: string): Candidate {
  return { assetId: asset.id, ...titlesOf(asset), isChosen, reason };
}

function cut(candidates: Candidate[], isChosenAgain: boolean | null): Candidates {
  return {
    candidates: candidates.slice(0, MOST_CANDIDATES),
    total: candidates.length,
    isChosenAgain,
  };
}
