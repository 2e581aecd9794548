import { MOST_CANDIDATES, type Candidate, type Candidates } from '../../model/explanation.ts';
import type { LogBlock, LogEvent, LogLineage } from '../../model/log.ts';
import { describeFill } from '../../planning/choose/row-fill.ts';
import { MS_PER_SECOND } from '../../time/units.ts';
import { GATES, refusalOf, type Gate } from '../../traffic/gates.ts';
import { spotsOf, type Spot } from '../../traffic/spots.ts';
import {
  eventsOfBreak,
  lengthOf,
  momentOfPick,
  spotsDrawnWith,
  supplyOf,
  type BreakRow,
} from './break-moment.ts';

export interface ExplainEventInput extends BreakRow {
  /** What the log calls the airing. */
  readonly airingTitle: string;
  /** The airing is of a package. */
  readonly isPackage?: boolean;
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

/** Of what no gate refuses. */
const OUTDRAWN = 'the order of the draw put others before it, which fill the break';

const RELAXED: Readonly<Record<NonNullable<LogLineage['relaxed']>, string>> = {
  rest: ', although it had not rested: nothing that had would have filled the break',
  repeat: ', although it is in the break already: there is nothing else that fills it',
  'daily-cap': ', although it has had its plays of the day: so has everything else',
};

/** Explains an act, an interstitial or a pad. Pure; candidates are worked out again from today's library. */
export function explainEvent(
  input: ExplainEventInput,
  gates: readonly Gate[] = GATES,
): EventExplanation {
  const { event } = input;
  switch (event.kind) {
    case 'act':
      return plain([actSentence(input)]);
    case 'pad':
      return plain(padSentences(input, gates));
    case 'interstitial':
      return { ...interstitialCandidates(input, gates), sentences: interstitialSentences(input) };
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

function padSentences(input: ExplainEventInput, gates: readonly Gate[]): string[] {
  const { event, airingTitle, block } = input;
  if (event.lineage.rule === 'no-content') {
    const what = event.breakIndex === null ? `A member of “${airingTitle}”` : `“${airingTitle}”`;
    return [
      `${what} has no content that may air, so the slate stands for it (${secondsText(event.durationMs)}).`,
    ];
  }
  if (event.lineage.rule === 'override') return [byHand(event, 'The operator left this open')];
  const leftMs = lengthOf(eventsOfBreak(block, event).filter(({ kind }) => kind === 'pad'));
  return [
    `${secondsText(leftMs)} of the break are left over, and black fills them exactly.`,
    whyBlack(input, gates),
  ];
}

/** What keeps everything from filling the black of a break: of each gate one that it refuses, the gate that refuses most first. */
function whyBlack(input: ExplainEventInput, gates: readonly Gate[]): string {
  const { pool, traffic, fill } = supplyOf(input);
  const kinds = fill ? traffic.allowedKinds : [...pool.keys()];
  const spots = spotsOf(pool, kinds, traffic);
  if (spots.length === 0) {
    return fill
      ? `The library has no ${describeFill(fill)} that may air.`
      : 'The library has no interstitials at all.';
  }
  const moment = momentOfPick(input);
  const refused = spots.flatMap((spot) => {
    const refusal = refusalOf(spot, moment, gates);
    return refusal ? [{ ...refusal, title: spot.asset.title }] : [];
  });
  const reasons = [...Map.groupBy(refused, ({ gate }) => gate).values()]
    .sort((a, b) => b.length - a.length)
    .flatMap(([first, ...others]) =>
      first
        ? [`“${first.title}” ${first.reason(input.channel.timezone)}${alike(others.length)}`]
        : [],
    );
  return reasons.length === 0
    ? 'What could fill it stands only at the edges of a break.'
    : `Of ${String(spots.length)} interstitials none could fill it: ${reasons.join('; ')}.`;
}

function alike(count: number): string {
  return count === 0 ? '' : `, and so with ${String(count)} more`;
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

function interstitialCandidates(input: ExplainEventInput, gates: readonly Gate[]): Candidates {
  const { event, channel } = input;
  const moment = momentOfPick(input);
  const isChosen = ({ assetIds }: Spot): boolean =>
    event.assetId !== null && assetIds.includes(event.assetId);
  const spots = spotsDrawnWith(input);
  const reasonOf = (spot: Spot): string =>
    refusalOf(spot, moment, gates)?.reason(channel.timezone) ?? OUTDRAWN;
  const candidates = spots.map((spot): Candidate => ({
    assetId: spot.asset.id,
    title: spot.asset.title,
    episodeTitle: null,
    isChosen: isChosen(spot),
    reason: isChosen(spot) ? 'chosen' : reasonOf(spot),
  }));
  candidates.sort((a, b) => Number(b.isChosen) - Number(a.isChosen));
  return {
    candidates: candidates.slice(0, MOST_CANDIDATES),
    total: candidates.length,
    isChosenAgain: null,
  };
}

function secondsText(ms: number): string {
  return `${(ms / MS_PER_SECOND).toFixed(1)} s`;
}
