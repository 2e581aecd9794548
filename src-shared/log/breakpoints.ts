import type { BreakRules } from '../model/break-rules.ts';
import { divideStretches, type OpenStretch } from './breaks-within-members.ts';
import { NO_TRANSITION, type LogLineage, type Transition } from '../model/log.ts';
import { MS_PER_HOUR, type DurationMs } from '../time/units.ts';

/** Shorter acts are noise in a chapter list. */
const SHORTEST_ACT_MS = 1_000;
/** A break shorter than this would only be a hiccup; the time is given to fewer breaks instead. */
const SHORTEST_BREAK_MS = 10_000;
/** Content that runs past its fence fades out before it. */
const OVERRUN_FADE_MS = 500;
const HALF_HOUR_MS = 1_800_000;

/** One continuous piece of content, `[inPointMs, inPointMs + durationMs)` of the asset. */
export interface Act {
  readonly inPointMs: DurationMs;
  readonly durationMs: DurationMs;
  readonly transitionIn: Transition;
  readonly transitionOut: Transition;
}

/** A hole after an act, for traffic to fill. */
export interface Break {
  readonly durationMs: DurationMs;
  readonly rule: Extract<
    LogLineage['rule'],
    'chapter-break' | 'computed-break' | 'end-break' | 'row-fill'
  >;
}

/** Content cut into acts; `breaks[i]` follows `acts[i]`. There are as many breaks as acts, or one fewer. */
export interface ActStructure {
  readonly acts: readonly Act[];
  readonly breaks: readonly Break[];
}

/** What the cutting of an airing depends on. */
export interface CutInput {
  readonly slotMs: DurationMs;
  readonly contentMs: DurationMs;
  /** First-class breakpoints of the asset, ascending. */
  readonly breakpointsMs: readonly number[];
  /** Members of a package without breakpoints of their own; between first-class ones they are cut by computation too. */
  readonly openStretches?: readonly OpenStretch[];
  readonly rules: BreakRules;
}

/**
 * Cuts content into acts and sizes its breaks. Break time is slot minus content, shared equally, the
 * remainder a millisecond each to the first breaks. First-class breakpoints are hard cuts; computed ones fade. Content
 * that is not cut, or has no place to cut, gets one break after it; so does what the limits on breaks leave over. Without break time there is neither break nor fade; content longer than its slots ends at the fence,
 * with a fade.
 */
export function cutIntoActs(input: CutInput): ActStructure {
  const contentMs = Math.min(input.contentMs, input.slotMs);
  const surplusMs = input.slotMs - contentMs;
  if (surplusMs === 0) return { acts: [uncutAct(input, contentMs)], breaks: [] };
  const insideMs = Math.min(
    surplusMs,
    inProportion(input.rules.maximumBreakMsPerHour, input.slotMs),
  );
  const { pointsMs, computedMs, rule } = breakpointsFor(input, contentMs, insideMs);
  const longestMs = input.rules.maximumBreakMs ?? Infinity;
  const shares = shareEvenly(insideMs, Math.max(pointsMs.length, 1)).map((shareMs) =>
    Math.min(shareMs, longestMs),
  );
  const cuts =
    rule === 'end-break' ? [] : withoutHiccup(withinHourLimits(input, pointsMs, shares), surplusMs);
  const ruleAt = (pointMs: number): Break['rule'] =>
    computedMs.includes(pointMs) ? 'computed-break' : rule;
  const acts = actsBetween(
    cuts.map(({ pointMs }) => pointMs),
    contentMs,
    (pointMs) => (ruleAt(pointMs) === 'computed-break' ? input.rules.fadeMs : 0),
  );
  const breaks: Break[] = cuts.map(({ pointMs, durationMs }) => ({
    durationMs,
    rule: ruleAt(pointMs),
  }));
  const restMs = breaks.reduce((rest, { durationMs }) => rest - durationMs, surplusMs);
  if (restMs > 0) breaks.push({ durationMs: restMs, rule: 'end-break' });
  return { acts, breaks };
}

/** Splits integer milliseconds into `count` parts that sum exactly, the remainder to the first parts. */
export function shareEvenly(totalMs: DurationMs, count: number): DurationMs[] {
  const floorMs = Math.floor(totalMs / count);
  const remainder = totalMs - floorMs * count;
  return Array.from({ length: count }, (_, index) => floorMs + (index < remainder ? 1 : 0));
}

function breakpointsFor(input: CutInput, contentMs: DurationMs, insideMs: DurationMs): Breakpoints {
  const mostBreaks = Math.min(
    Math.floor(insideMs / SHORTEST_BREAK_MS),
    inProportion(input.rules.maximumBreaksPerHour, input.slotMs),
  );
  const none: Breakpoints = { pointsMs: [], computedMs: [], rule: 'end-break' };
  if (!input.rules.cutsContent || mostBreaks === 0) return none;
  const chapters = firstClassBreakpoints(input, contentMs);
  if (chapters.length > 0) {
    const kept = thinOut(chapters, mostBreaks);
    const computedMs = withinMembers(input, contentMs, mostBreaks - kept.length, kept.length);
    const pointsMs = [...kept, ...computedMs].sort((a, b) => a - b);
    return { pointsMs, computedMs, rule: 'chapter-break' };
  }
  const computed = computedBreakpoints(input, contentMs, mostBreaks);
  if (computed.length === 0) return none;
  return { pointsMs: computed, computedMs: computed, rule: 'computed-break' };
}

/** Where content may be cut, ascending; those of them that were computed; and what the others are. */
interface Breakpoints {
  readonly pointsMs: readonly number[];
  readonly computedMs: readonly number[];
  readonly rule: Break['rule'];
}

/** As many computed breakpoints inside a package's members as the first-class ones leave of what the slot should have. */
function withinMembers(
  { openStretches = [], rules, slotMs }: CutInput,
  contentMs: DurationMs,
  mostMore: number,
  firstClassCount: number,
): number[] {
  if (!rules.syntheticBreaks) return [];
  const { headMs, tailMs } = protectedParts(rules);
  const stretches = openStretches.filter(({ endMs }) => endMs <= contentMs);
  const shortestMs = Math.max(rules.minimumSpacingMs, headMs, tailMs, SHORTEST_ACT_MS);
  const more = Math.min(mostMore, wantedBreaks(rules, slotMs) - firstClassCount);
  return divideStretches(stretches, more, shortestMs);
}

function wantedBreaks(rules: BreakRules, slotMs: DurationMs): number {
  return Math.max(1, Math.round((rules.breaksPerHalfHour * slotMs) / HALF_HOUR_MS));
}

/**
 * The breakpoints inside the content, without those that would leave an act of under a second or, where chapters obey the
 * rules, one too near to the break before it or to an end of the content.
 */
function firstClassBreakpoints(
  { breakpointsMs, rules }: CutInput,
  contentMs: DurationMs,
): readonly number[] {
  const { headMs, tailMs } = protectedParts(rules);
  const obeyed = (wantedMs: DurationMs): DurationMs =>
    rules.chaptersObeyRules ? Math.max(wantedMs, SHORTEST_ACT_MS) : SHORTEST_ACT_MS;
  const kept: number[] = [];
  for (const pointMs of breakpointsMs) {
    const before = kept.at(-1);
    const isApart =
      before === undefined
        ? pointMs >= obeyed(headMs)
        : pointMs - before >= obeyed(rules.minimumSpacingMs);
    if (isApart && contentMs - pointMs >= obeyed(tailMs)) kept.push(pointMs);
  }
  return kept;
}

/** How much content at its start and at its end is never broken into. */
function protectedParts(rules: BreakRules): { headMs: DurationMs; tailMs: DurationMs } {
  return {
    headMs: rules.protectedHeadMs ?? rules.protectedEdgeMs,
    tailMs: rules.protectedTailMs ?? rules.protectedEdgeMs,
  };
}

/** A limit per hour for so long a slot; without a limit, no end of it. */
function inProportion(perHour: number | null, slotMs: DurationMs): number {
  return perHour === null ? Infinity : Math.floor((perHour * slotMs) / MS_PER_HOUR);
}

/** A place to cut and the break that it gets. */
interface Cut {
  readonly pointMs: number;
  readonly durationMs: DurationMs;
}

/**
 * Keeps each hour of the airing, counted from its start, within the limits: of the breaks that begin in it, those that are too many
 * are left out and the last that fits is shortened. Without limits every break stays as it is.
 */
function withinHourLimits(
  { rules, slotMs }: CutInput,
  pointsMs: readonly number[],
  shares: readonly DurationMs[],
): Cut[] {
  const used = new Map<number, { count: number; ms: DurationMs }>();
  const cuts: Cut[] = [];
  let aheadMs = 0;
  pointsMs.forEach((pointMs, index) => {
    const hour = Math.floor((pointMs + aheadMs) / MS_PER_HOUR);
    const partMs = Math.min(MS_PER_HOUR, slotMs - hour * MS_PER_HOUR);
    const inHour = used.get(hour) ?? { count: 0, ms: 0 };
    const leftMs = inProportion(rules.maximumBreakMsPerHour, partMs) - inHour.ms;
    const durationMs = Math.min(shares[index] ?? 0, leftMs);
    const isTooMany = inHour.count >= inProportion(rules.maximumBreaksPerHour, partMs);
    if (isTooMany || durationMs < SHORTEST_BREAK_MS) return;
    used.set(hour, { count: inHour.count + 1, ms: inHour.ms + durationMs });
    cuts.push({ pointMs, durationMs });
    aheadMs += durationMs;
  });
  return cuts;
}

/** At most `most` of the points, spread evenly over the list. */
function thinOut(pointsMs: readonly number[], most: number): readonly number[] {
  if (pointsMs.length <= most) return pointsMs;
  return Array.from({ length: most }, (_, index) => {
    const from = Math.floor(((index + 0.5) * pointsMs.length) / most);
    return pointsMs[from] ?? 0;
  });
}

/**
 * Even division: n breakpoints make n + 1 acts. n is so many per half hour of slot, fewer where breaks would come too
 * close to each other or to the edges of the content.
 */
function computedBreakpoints(
  { slotMs, rules }: CutInput,
  contentMs: DurationMs,
  mostBreaks: number,
): readonly number[] {
  if (!rules.syntheticBreaks) return [];
  const { headMs, tailMs } = protectedParts(rules);
  const wanted = wantedBreaks(rules, slotMs);
  for (let count = Math.min(wanted, mostBreaks); count > 0; count -= 1) {
    const actMs = Math.floor(contentMs / (count + 1));
    const isSpaced = count === 1 || actMs >= rules.minimumSpacingMs;
    if (isSpaced && actMs >= Math.max(headMs, tailMs, SHORTEST_ACT_MS)) {
      return Array.from({ length: count }, (_, index) =>
        Math.floor(((index + 1) * contentMs) / (count + 1)),
      );
    }
  }
  return [];
}

/** Where what is left for after the content would be a hiccup, the last break inside gives it enough time, or all of its own. */
function withoutHiccup(cuts: readonly Cut[], surplusMs: DurationMs): readonly Cut[] {
  const restMs = cuts.reduce((rest, { durationMs }) => rest - durationMs, surplusMs);
  const last = cuts.at(-1);
  if (!last || restMs === 0 || restMs >= SHORTEST_BREAK_MS) return cuts;
  const durationMs = last.durationMs - (SHORTEST_BREAK_MS - restMs);
  const others = cuts.slice(0, -1);
  return durationMs < SHORTEST_BREAK_MS ? others : [...others, { ...last, durationMs }];
}

/** All of the content in one act; it fades out at the fence where there was more of it. */
function uncutAct(input: CutInput, durationMs: DurationMs): Act {
  const fadeMs = Math.min(OVERRUN_FADE_MS, Math.floor(durationMs / 2));
  const isTrimmed = input.contentMs > durationMs && fadeMs > 0;
  return {
    inPointMs: 0,
    durationMs,
    transitionIn: NO_TRANSITION,
    transitionOut: isTrimmed ? { kind: 'fade', durationMs: fadeMs } : NO_TRANSITION,
  };
}

function actsBetween(
  pointsMs: readonly number[],
  contentMs: DurationMs,
  fadeMsAt: (pointMs: number) => DurationMs,
): Act[] {
  const edges = [0, ...pointsMs, contentMs];
  return edges.slice(0, -1).map((inPointMs, index) => {
    const endMs = edges[index + 1] ?? contentMs;
    const durationMs = endMs - inPointMs;
    const fade = (isCut: boolean, pointMs: number): Transition => {
      const fadeMs = isCut ? fadeMsAt(pointMs) : 0;
      return fadeMs > 0
        ? { kind: 'fade', durationMs: Math.min(fadeMs, Math.floor(durationMs / 2)) }
        : NO_TRANSITION;
    };
    return {
      inPointMs,
      durationMs,
      transitionIn: fade(index > 0, inPointMs),
      transitionOut: fade(index < pointsMs.length, endMs),
    };
  });
}
