import { type BreakRules, breakRulesFor } from '../model/break-rules.ts';
import type { Channel } from '../model/channel.ts';
import type { AssetId } from '../model/ids.ts';
import { NO_TRANSITION, type LogEvent, type LogLineage } from '../model/log.ts';
import { recordOfContent } from '../model/airing-record.ts';
import { assetIdsOf, type Airing } from '../model/schedule-day.ts';
import { LONGEST_HOLD_MS } from '../model/traffic.ts';
import { timedShorts } from '../model/timed-shorts.ts';
import type { Catalog } from '../planning/choose/catalog.ts';
import { broadcastDateAt, broadcastDayStart } from '../time/broadcast-day.ts';
import { MS_PER_HOUR, type DurationMs, type EpochMs } from '../time/units.ts';
import { fillBreak, type BreakItem, type BreakSpot } from '../traffic/fill-break.ts';
import { GATES, type Gate } from '../traffic/gates.ts';
import { addPlay, copyHistory, type InterstitialHistory } from '../traffic/play-history.ts';
import { supplyOfBreak } from './break-supply.ts';
import { holding } from './hold.ts';
import { contentOf, piecesOfAct, type ActPiece, type AiringContent } from './airing-content.ts';
import { cutIntoActs, type ActStructure, type Break } from './breakpoints.ts';
import { gainFor } from './loudness-gain.ts';
import { promisedStructure } from './promised-breaks.ts';
import { breakAtRests } from './rests.ts';

/** An interstitial that is cut short fades out over this long. */
const CUT_FADE_MS = 500;

/** A row of the log before frames, numbers and ids are known. */
export type DraftEvent = Omit<
  LogEvent,
  | 'id'
  | 'blockId'
  | 'index'
  | 'airingId'
  | 'startAt'
  | 'firstFrame'
  | 'frameCount'
  | 'assetInFrame'
  | 'firstMediaSequence'
  | 'mediaSegmentCount'
>;

/** An airing with its content cut and its breaks filled. The events sum exactly to the airing. */
export interface DraftBlock {
  readonly airing: Airing;
  readonly events: readonly DraftEvent[];
}

export interface ExpandInput {
  readonly channel: Channel;
  /** In order of start. */
  readonly airings: readonly Airing[];
  readonly catalog: Catalog;
  /** Starts of interstitials already in the channel's log; those placed here are added to a copy. */
  readonly history: InterstitialHistory;
}

/**
 * Expands airings into log blocks: acts, breaks filled by traffic, pads. Pure; equal inputs, equal
 * bytes. What may no longer air is another copy of the same work, with traffic in the time that a shorter one leaves; where there
 * is none, an airing becomes a block of pad, never a hole, up to what its row fills, and a member of a package pad for its time.
 */
export function expandAirings(input: ExpandInput, gates: readonly Gate[] = GATES): DraftBlock[] {
  const history = copyHistory(input.history);
  return input.airings.map((airing) => expandAiring(input, airing, history, gates));
}

/** `history` is added to, so that each break knows what the breaks before it hold. */
function expandAiring(
  { channel, catalog }: ExpandInput,
  airing: Airing,
  history: Map<AssetId, EpochMs[]>,
  gates: readonly Gate[],
): DraftBlock {
  const slotMs = airing.endAt - airing.startAt;
  const content = contentOf(airing, catalog);
  const rules = rulesOf(channel, airing);
  const isPromised = timedShorts(airing) !== null;
  const events: DraftEvent[] = [];
  let at: EpochMs = airing.startAt;
  let leftMs = 0;
  const addBreak = (hole: Break, index: number, isLast: boolean): void => {
    const fill = hole.rule === 'row-fill' ? airing.lineage.fill : undefined;
    const { traffic, pool } = supplyOfBreak(channel, catalog, fill, {
      startAt: at,
      endAt: at + leftMs + hole.durationMs,
      airedIds: assetIdsOf(airing),
    });
    const filled = fillBreak(
      {
        durationMs: hole.durationMs + leftMs,
        seed: `${channel.slug}:${String(airing.startAt)}:${String(index)}`,
        startAt: at,
        dayStartAt: broadcastDayStart(channel, broadcastDateAt(channel, at)),
        mayLeaveRest: !isLast && !isPromised,
      },
      { traffic, bracketingBumpers: rules.bracketingBumpers },
      { interstitials: pool },
      history,
      gates,
    );
    leftMs = filled.leftMs;
    for (const item of filled.items) {
      addBreakItem(events, channel, item, { index, rule: hole.rule });
      if (item.type === 'interstitial') addPlay(history, { assetId: item.asset.id, startAt: at });
      at += item.durationMs;
    }
  };
  if (!content) {
    const fillMs = airing.lineage.fill?.durationMs ?? 0;
    events.push(...padEvents(slotMs - fillMs, 0, 'no-content'));
    at += slotMs - fillMs;
    if (fillMs > 0) addBreak({ durationMs: fillMs, rule: 'row-fill' }, 1, true);
    return { airing, events };
  }
  const { acts, breaks } = structureOf(airing, content, rules);
  acts.forEach((act, index) => {
    events.push(...piecesOfAct(act, content).flatMap((piece) => actEvents(channel, piece)));
    at += act.durationMs;
    const hole = breaks[index];
    if (hole) addBreak(hole, index, index === breaks.length - 1);
  });
  return { airing, events };
}

/**
 * How much content of an airing is shown by an instant, when its breaks fall where the rules put them: to some seconds, since a
 * break may leave to the next what no spot fits into.
 */
export function contentPlannedBefore(
  channel: Channel,
  catalog: Pick<Catalog, 'byId' | 'works'>,
  airing: Airing,
  at: EpochMs,
): DurationMs {
  const content = contentOf(airing, catalog);
  if (!content) return 0;
  const { acts, breaks } = structureOf(airing, content, rulesOf(channel, airing));
  let from = airing.startAt;
  let shownMs = 0;
  acts.forEach(({ durationMs }, index) => {
    shownMs += Math.max(0, Math.min(durationMs, at - from));
    from += durationMs + (breaks[index]?.durationMs ?? 0);
  });
  return shownMs;
}

/**
 * The acts and breaks of an airing. The rest of its row, where that is filled, changes nothing about the breaks in its content;
 * what they leave over after the content is filled with it.
 */
function structureOf(airing: Airing, content: AiringContent, rules: BreakRules): ActStructure {
  const { startAt, endAt, contentDurationMs, lineage } = airing;
  const fillMs = lineage.fill?.durationMs ?? 0;
  const { breakpointsMs, openStretches } = content;
  const planned =
    promisedStructure({ ...airing, endAt: endAt - fillMs }) ??
    cutIntoActs({
      slotMs: endAt - startAt - fillMs,
      contentMs: contentDurationMs,
      breakpointsMs,
      openStretches,
      rules,
    });
  const { acts, breaks } = breakAtRests(planned, content);
  if (fillMs === 0) return { acts, breaks };
  const afterMs = breaks[acts.length - 1]?.durationMs ?? 0;
  const inside = breaks.slice(0, acts.length - 1);
  return { acts, breaks: [...inside, { durationMs: afterMs + fillMs, rule: 'row-fill' }] };
}

function rulesOf(channel: Channel, { content, lineage }: Airing): BreakRules {
  return breakRulesFor(channel, recordOfContent(content).kind, lineage.breakRules);
}

/** A piece of content; black where its asset may no longer air. */
function actEvents(channel: Channel, { asset, title, ...act }: ActPiece): DraftEvent[] {
  if (!asset) return padEvents(act.durationMs, null, 'no-content');
  return [
    {
      kind: 'act',
      interstitialKind: null,
      breakIndex: null,
      assetId: asset.id,
      title,
      ...act,
      gainDb: gainFor(asset, channel.loudnessTargetLufs),
      lineage: { rule: 'content', seed: null, candidateCount: 1 },
    },
  ];
}

/** Adds a row of a break; a remainder too short for a row of its own is held by the row before it. */
function addBreakItem(
  events: DraftEvent[],
  channel: Channel,
  item: BreakItem,
  { index, rule }: { readonly index: number; readonly rule: Break['rule'] },
): void {
  if (item.type === 'interstitial') {
    events.push(interstitialEvent(channel, item, index, rule));
    return;
  }
  const before = item.durationMs <= LONGEST_HOLD_MS ? events.pop() : undefined;
  events.push(
    ...(before
      ? [holding(before, item.durationMs)]
      : padEvents(item.durationMs, index, 'break-remainder')),
  );
}

function interstitialEvent(
  channel: Channel,
  item: BreakSpot,
  breakIndex: number,
  rule: Break['rule'],
): DraftEvent {
  const { asset, seed, draw, candidateCount, relaxed, heldMs } = item;
  const fadeMs = Math.min(CUT_FADE_MS, Math.floor(item.durationMs / 2));
  const event: DraftEvent = {
    kind: 'interstitial',
    interstitialKind: item.kind === 'short' ? null : item.kind,
    breakIndex,
    assetId: asset.id,
    title: asset.title,
    durationMs: item.durationMs - heldMs,
    inPointMs: 0,
    transitionIn: NO_TRANSITION,
    transitionOut: item.isCutShort ? { kind: 'fade', durationMs: fadeMs } : NO_TRANSITION,
    gainDb: gainFor(asset, channel.loudnessTargetLufs),
    lineage: { rule, seed, candidateCount, draw, ...(relaxed === null ? {} : { relaxed }) },
  };
  return heldMs > 0 ? holding(event, heldMs) : event;
}

/** Black and silence; pieces of at most an hour, so that no event grows without bound. */
function padEvents(
  durationMs: DurationMs,
  breakIndex: number | null,
  rule: Extract<LogLineage['rule'], 'break-remainder' | 'no-content'>,
): DraftEvent[] {
  const events: DraftEvent[] = [];
  for (let restMs = durationMs; restMs > 0; restMs -= MS_PER_HOUR) {
    events.push({
      kind: 'pad',
      interstitialKind: null,
      breakIndex,
      assetId: null,
      title: rule === 'no-content' ? 'Slate' : 'Pad',
      durationMs: Math.min(restMs, MS_PER_HOUR),
      inPointMs: 0,
      transitionIn: NO_TRANSITION,
      transitionOut: NO_TRANSITION,
      gainDb: 0,
      lineage: { rule, seed: null, candidateCount: 0 },
    });
  }
  return events;
}
