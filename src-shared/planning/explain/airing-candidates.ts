import type { Channel } from '../../model/channel.ts';
import type { Candidates } from '../../model/explanation.ts';
import type { AssetId } from '../../model/ids.ts';
import {
  assetIdsOf,
  assetIdsOfRun,
  membersOf,
  type Airing,
  type Carry,
  type ScheduleDay,
} from '../../model/schedule-day.ts';
import { MS_PER_MINUTE, type EpochMs } from '../../time/units.ts';
import { localTimeAt } from '../../time/zone.ts';
import { titlesOf } from '../choose/asset-titles.ts';
import type { Catalog, CatalogAsset } from '../choose/catalog.ts';
import {
  chooseContent,
  effectivePolicy,
  gatesOfRow,
  type ContentChoice,
} from '../choose/choose-content.ts';
import type { ChoiceContext } from '../choose/choosing.ts';
import { poolOf } from '../choose/contents/kinds.ts';
import { eligibleCopy } from '../choose/copies.ts';
import {
  keepAiring,
  startDay,
  type AiringSource,
  type DayBuilder,
} from '../resolve/day-builder.ts';
import { encoreNeedsOf, firstRunAt } from '../resolve/encore.ts';
import { chooseEncore, encoreSlotOf } from '../resolve/encore-slot.ts';
import { membersAsCandidates } from './explain-package.ts';
import { assetIdsOfChoice } from '../choose/package-choice.ts';
import { contentOfSeveral, lineageOfSeveral } from '../resolve/package-airing.ts';
import { gatesOfDefault, poolOfDefault } from '../resolve/default-programming.ts';
import type { ProgrammeGate } from '../choose/programme-gates.ts';
import {
  candidateOf,
  candidatesIn,
  chosenOne,
  ineligibleOnes,
  passedOver,
  type IneligibleAsset,
} from './candidate-list.ts';
import { candidatesOfPackage } from './package-candidates.ts';
import type { PlanningRows } from '../plan/rows-of.ts';
import { assetsToRemember } from '../choose/remembered-assets.ts';
import type { Remembered } from '../choose/remembered.ts';
import { recordAiring, type RotatingAiring } from '../choose/rotation.ts';
import { momentAt } from '../choose/rule-moment.ts';
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
  if (airing.content.kind === 'shorts') return candidatesIn(membersAsCandidates(airing), null);
  if (window) return candidatesOfRow(input, window);
  if (airing.lineage.rule === 'default-programming' || airing.lineage.rule === 'slate') {
    return candidatesOfDefault(input);
  }
  if (airing.content.kind === 'package') return candidatesIn(membersAsCandidates(airing), null);
  const { content } = airing;
  const asset = content.kind === 'asset' ? catalog.byId.get(content.assetId) : undefined;
  const isByHand = airing.lineage.rule === 'override';
  return {
    candidates: asset ? [candidateOf(asset, true, isByHand ? 'chosen by hand' : 'chosen')] : [],
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
    return candidatesIn(candidates, isChosenAgain);
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
  const meant = poolOf(catalog, assignment.content, moment).assets;
  const [hours, rest] = gatesOfRow(context);
  const others = meant.filter(({ id }) => id !== airedId);
  const [forbidden, permitted] = partition(others, (asset) => hours.refuses(asset) !== null);
  // Asked before the turns ahead are worked out, which moves the rotation that the gate reads.
  const chosen = airedId === null ? undefined : catalog.byId.get(airedId);
  const asked = chosen ? [chosen, ...permitted] : permitted;
  const resting = new Map(asked.map((asset) => [asset, rest.refuses(asset)]));
  const turns = turnsAhead(context, builder.remembered);
  const again = turns[0] ?? null;
  const outdrawn = (asset: CatalogAsset): string => {
    if (effectivePolicy(assignment) === 'random') {
      return `the seed drew another of ${String(airing.lineage.eligibleCount)}`;
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
  const listed = [...permitted].sort((a, b) => turnOf(a.id) - turnOf(b.id));
  const asRested: ProgrammeGate = {
    name: 'rest',
    refuses: (asset) => resting.get(asset) ?? null,
  };
  const isAgain = again === airedId;
  return candidatesIn(
    [
      ...(chosen
        ? [
            chosenOne(
              chosen,
              [hours, asRested],
              isAgain ? 'chosen' : 'chosen then; today another would be',
            ),
          ]
        : []),
      ...passedOver(listed, [asRested], outdrawn),
      ...passedOver(forbidden, [hours], outdrawn),
      ...ineligibleOnes(ineligible),
    ],
    isAgain,
  );
}

function partition<Item>(
  items: readonly Item[],
  isFirst: (item: Item) => boolean,
): [Item[], Item[]] {
  return [items.filter(isFirst), items.filter((item) => !isFirst(item))];
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
      .map((asset) => candidateOf(asset, isChosen, isChosen ? `repeated here; ${aired}` : aired));
  });
  const againIds = again === null ? [] : assetIdsOfChoice(again);
  return candidatesIn(listed, againIds.join() === assetIdsOf(airing).join());
}

/** Who is chosen now, and after that, and so on; `null` for a package. Moves the context's rotation. */
function turnsAhead(context: ChoiceContext, remembered: Remembered): (AssetId | null)[] {
  const turns: (AssetId | null)[] = [];
  for (let step = 0; step < MOST_TURNS; step += 1) {
    const slotAt = context.slotAt + step * MS_PER_MINUTE;
    const choice = chooseContent({ ...context, slotAt });
    if (!choice) break;
    turns.push(choice.kind === 'asset' ? choice.asset.id : null);
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
  if (choice.kind !== 'asset') {
    return {
      ...contentOfSeveral(choice),
      startAt,
      lineage: lineageOfSeveral(choice, source),
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

function candidatesOfDefault(input: AiringCandidatesInput): Candidates {
  const { airing, catalog, channel } = input;
  const [airedId = null] = assetIdsOf(airing);
  const { builder, untilAt } = gapOf(input);
  const moment = momentAt(channel, airing.broadcastDate, airing.startAt);
  const meant = poolOfDefault(channel.defaultProgramming, catalog, moment);
  const { hours, length, rest, last, taken } = gatesOfDefault(builder, catalog, untilAt);
  const { seed, rotation } = airing.lineage;
  const outdrawn = (): string =>
    seed === null || rotation?.round !== undefined
      ? 'its turn comes later'
      : 'the seed drew another';
  const others = meant.filter(({ id }) => id !== airedId);
  const [forbidden, permitted] = partition(others, (asset) => hours.refuses(asset) !== null);
  const chosen = airedId === null ? undefined : catalog.byId.get(airedId);
  return candidatesIn(
    [
      ...(chosen ? [chosenOne(chosen, [hours, length, rest, taken, last])] : []),
      ...passedOver(permitted, [length, rest, taken, last], outdrawn),
      ...passedOver(forbidden, [hours], outdrawn),
    ],
    null,
  );
}

/** The day as it stood when default programming filled a gap, and where the gap ended. */
function gapOf(input: AiringCandidatesInput): { builder: DayBuilder; untilAt: EpochMs } {
  const { airing, day } = input;
  const builder = standBefore(input);
  builder.cursorAt = airing.startAt;
  const next = day.airings.find((other) => other.startAt > airing.startAt && !isFiller(other));
  return { builder, untilAt: next?.startAt ?? Math.max(day.endAt, airing.endAt) };
}

function isFiller(airing: Airing): boolean {
  return airing.lineage.rule === 'default-programming' || airing.lineage.rule === 'slate';
}
