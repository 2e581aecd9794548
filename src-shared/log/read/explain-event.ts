import type { Channel } from '../../model/channel.ts';
import { MOST_CANDIDATES, type Candidate, type Candidates } from '../../model/explanation.ts';
import type { LogBlock, LogEvent, LogLineage } from '../../model/log.ts';
import type { RowFill } from '../../model/plan.ts';
import type { SpotKind as Kind, SpotRules } from '../../model/traffic.ts';
import { identityOf, type Catalog } from '../../planning/choose/catalog.ts';
import { describeFill, fillPool, fillRulesOf } from '../../planning/choose/row-fill.ts';
import { MS_PER_MINUTE, MS_PER_SECOND, type DurationMs, type EpochMs } from '../../time/units.ts';
import { localTimeAt } from '../../time/zone.ts';
import { MIDDLE_KINDS } from '../../traffic/fill-break.ts';
import { refusalOf, type Moment, type Refusal } from '../../traffic/gates.ts';
import { historyOf, type Play } from '../../traffic/play-history.ts';
import { spotsOf, type Spot, type SpotPool } from '../../traffic/spots.ts';
import { contentMsOf } from '../hold.ts';

export interface ExplainEventInput {
  readonly channel: Channel;
  readonly block: LogBlock;
  readonly event: LogEvent;
  /** What the log calls the airing. */
  readonly airingTitle: string;
  /** The airing is of a package. */
  readonly isPackage?: boolean;
  /** What the airing's row fills its rest with, if it does. */
  readonly fill?: RowFill | undefined;
  readonly catalog: Catalog;
  /** Starts of interstitials on the channel before the event. */
  readonly plays: readonly Play[];
  /** The start of the broadcast day, from which plays are counted. */
  readonly dayStartAt: EpochMs;
}

/** Why a row of the log is what it is, and what else could have been there. */
export interface EventExplanation extends Candidates {
  readonly sentences: string[];
}

const BREAK_RULES: Readonly<Partial<Record<LogLineage['rule'], string>>> = {
  'chapter-break': 'at a chapter or marker of the content',
  'computed-break':
    'at a place that the channel’s break rules computed, because the content has no chapters',
  'end-break': 'after the content, because it is not cut',
  'row-fill': 'after the content, where its row is filled',
};

const RELAXED: Readonly<Record<NonNullable<LogLineage['relaxed']>, string>> = {
  rest: ', although it had not rested: nothing that had would have filled the break',
  repeat: ', although it is in the break already: there is nothing else that fills it',
  'daily-cap': ', although it has had its plays of the day: so has everything else',
};

/** Explains an act, an interstitial or a pad. Pure; candidates are worked out again from today's library. */
export function explainEvent(input: ExplainEventInput): EventExplanation {
  const { event } = input;
  switch (event.kind) {
    case 'act':
      return plain([actSentence(input)]);
    case 'pad':
      return plain(padSentences(input));
    case 'interstitial':
      return { ...interstitialCandidates(input), sentences: interstitialSentences(input) };
  }
}

function actSentence({ event, airingTitle, isPackage }: ExplainEventInput): string {
  const from = `from ${secondsText(event.inPointMs)} into it`;
  return isPackage === true
    ? `It is a piece of “${event.title}”, ${from}, a member of the package “${airingTitle}”.`
    : `It is a piece of “${airingTitle}”, ${from}.`;
}

function plain(sentences: string[]): EventExplanation {
  return { sentences, candidates: [], total: 0, isChosenAgain: null };
}

function padSentences(input: ExplainEventInput): string[] {
  const { event, airingTitle, block } = input;
  if (event.lineage.rule === 'no-content') {
    const what = event.breakIndex === null ? `A member of “${airingTitle}”` : `“${airingTitle}”`;
    return [
      `${what} has no content that may air, so the slate stands for it (${secondsText(event.durationMs)}).`,
    ];
  }
  if (event.lineage.rule === 'override') return [byHand(event, 'The operator left this open')];
  const { pool, traffic, fill } = supplyOf(input);
  const allowed = spotsOf(pool, traffic.allowedKinds);
  const all = [...pool.values()].flat();
  const why =
    all.length === 0
      ? 'The library has no interstitials at all.'
      : allowed.length === 0
        ? fill
          ? `The library has no ${describeFill(fill)} that may air.`
          : 'The channel allows none of the kinds of interstitial that the library has.'
        : 'What would fit rests, is in this break already or has had its plays of the day, and the channel’s rest is strict.';
  const leftMs = lengthOf(eventsOfBreak(block, event).filter(({ kind }) => kind === 'pad'));
  return [`${secondsText(leftMs)} of the break are left over, and black fills them exactly.`, why];
}

/** What the break of the event may be filled with: after the content of a row that fills its rest, what the row says. */
function supplyOf({ fill, block, event, catalog, channel }: ExplainEventInput): {
  readonly pool: SpotPool;
  readonly traffic: SpotRules;
  readonly fill: RowFill | undefined;
} {
  const isLast = !block.events.some(({ kind, index }) => kind === 'act' && index > event.index);
  if (!fill || !isLast) {
    return { pool: catalog.interstitials, traffic: channel.traffic, fill: undefined };
  }
  const at = eventsOfBreak(block, event)[0]?.startAt ?? event.startAt;
  const traffic = fillRulesOf(channel, fill);
  return { pool: fillPool(catalog, channel, fill, at), traffic, fill };
}

function interstitialSentences(input: ExplainEventInput): string[] {
  const { event, block, airingTitle } = input;
  if (event.lineage.rule === 'override') return [byHand(event, 'The operator put it there')];
  const where = isBetweenMembers(block, event)
    ? 'at the joint of two members of the package'
    : (BREAK_RULES[event.lineage.rule] ?? `by the rule ${event.lineage.rule}`);
  const breakMs = lengthOf(eventsOfBreak(block, event));
  const { relaxed, heldMs = 0 } = event.lineage;
  const number = (event.breakIndex ?? 0) + 1;
  return [
    input.fill && event.lineage.rule === 'row-fill'
      ? `It fills what “${airingTitle}” leaves of its row (${secondsText(breakMs)}): the row is filled with ${describeFill(input.fill)}.`
      : `It fills break ${String(number)} of “${airingTitle}” (${secondsText(breakMs)}), ${where}.`,
    `It was picked among ${String(event.lineage.candidateCount)} by the seed “${event.lineage.seed ?? ''}”${relaxed ? RELAXED[relaxed] : ' from those that had rested'}.`,
    ...(heldMs > 0
      ? [
          `Its last picture is held for ${secondsText(heldMs)}, which is all that was left of the break.`,
        ]
      : []),
  ];
}

function byHand({ lineage }: LogEvent, what: string): string {
  return `${what}; the reason given: ${lineage.reason ?? 'none'}`;
}

/** Whether the acts around the event's break are of different assets. */
function isBetweenMembers({ events }: LogBlock, event: LogEvent): boolean {
  const acts = events.filter(({ kind }) => kind === 'act');
  const before = acts.findLast(({ index }) => index < event.index);
  const after = acts.find(({ index }) => index > event.index);
  return before !== undefined && after !== undefined && before.assetId !== after.assetId;
}

function eventsOfBreak(block: LogBlock, event: LogEvent): LogEvent[] {
  return block.events.filter(({ breakIndex }) => breakIndex === event.breakIndex);
}

/** The place of a row among the picks of its break; of a row stored without one, its place in the block. */
function drawOf({ lineage, index }: LogEvent): number {
  return lineage.draw ?? index;
}

function kindsDrawnWith(kind: Kind): readonly Kind[] {
  return MIDDLE_KINDS.includes(kind) ? MIDDLE_KINDS : [kind];
}

/** What the spots of the break were judged by when the event was picked. */
function momentOf(input: ExplainEventInput): Moment {
  const { event, block, catalog, plays, dayStartAt } = input;
  const inBreak = eventsOfBreak(block, event);
  const pickedBefore = inBreak.filter(
    (other) => other.kind === 'interstitial' && drawOf(other) < drawOf(event),
  );
  const identities = new Map<string, number>();
  for (const { assetId } of pickedBefore) {
    const asset = assetId === null ? undefined : catalog.byId.get(assetId);
    const identity = asset ? identityOf(asset) : (assetId ?? '');
    identities.set(identity, (identities.get(identity) ?? 0) + 1);
  }
  return {
    traffic: supplyOf(input).traffic,
    history: historyOf(plays),
    startAt: inBreak[0]?.startAt ?? event.startAt,
    dayStartAt,
    roomMs: lengthOf(inBreak) - pickedBefore.reduce((sum, other) => sum + contentMsOf(other), 0),
    inBreak: identities,
  };
}

function lengthOf(events: readonly LogEvent[]): DurationMs {
  return events.reduce((sum, { durationMs }) => sum + durationMs, 0);
}

function interstitialCandidates(input: ExplainEventInput): Candidates {
  const { event } = input;
  const moment = momentOf(input);
  const isChosen = ({ assetIds }: Spot): boolean =>
    event.assetId !== null && assetIds.includes(event.assetId);
  const spots = spotsOf(
    supplyOf(input).pool,
    kindsDrawnWith(event.interstitialKind ?? 'commercial'),
  );
  const candidates = spots.map((spot): Candidate => ({
    assetId: spot.asset.id,
    title: spot.asset.title,
    episodeTitle: null,
    isChosen: isChosen(spot),
    reason: isChosen(spot) ? 'chosen' : reasonText(refusalOf(spot, moment), input.channel),
  }));
  candidates.sort((a, b) => Number(b.isChosen) - Number(a.isChosen));
  return {
    candidates: candidates.slice(0, MOST_CANDIDATES),
    total: candidates.length,
    isChosenAgain: null,
  };
}

/** What a gate of traffic said, in words. */
function reasonText(refusal: Refusal | null, { timezone }: Channel): string {
  switch (refusal?.gate) {
    case undefined:
      return 'the order of the draw put others before it, which fill the break';
    case 'kind':
      return `the channel allows no ${refusal.kind}`;
    case 'repeat':
      return 'in this break already';
    case 'length':
      return `longer than the ${secondsText(refusal.roomMs)} that were left`;
    case 'rest':
      return `aired at ${localTimeAt(timezone, refusal.lastAt)} and rests for ${String(refusal.restMs / MS_PER_MINUTE)} minutes`;
    case 'daily-cap':
      return `has had its ${String(refusal.plays)} plays of the day`;
  }
}

function secondsText(ms: number): string {
  return `${(ms / MS_PER_SECOND).toFixed(1)} s`;
}
