import type { BreakRules, Channel } from '../model/channel.ts';
import { NO_TRANSITION, type LogLineage, type Transition } from '../model/log.ts';
import type { DurationMs } from '../time/units.ts';

/** Shorter acts are noise in a chapter list. */
const SHORTEST_ACT_MS = 1_000;
/** A break shorter than this would only be a hiccup; the time is given to fewer breaks instead. */
const SHORTEST_BREAK_MS = 10_000;
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
  readonly rule: Extract<LogLineage['rule'], 'chapter-break' | 'computed-break' | 'end-break'>;
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
  readonly channelKind: Channel['kind'];
  readonly rules: BreakRules;
}

/**
 * Cuts content into acts and sizes its breaks (domain.md §8.1). Break time is slot minus content, shared equally, the
 * remainder a millisecond each to the first breaks. First-class breakpoints are hard cuts; computed ones fade. Movie
 * channels, and network channels with no place to cut, get one break after the content. Without break time there is
 * neither break nor fade; content longer than its slots ends at the fence.
 */
export function cutIntoActs(input: CutInput): ActStructure {
  const contentMs = Math.min(input.contentMs, input.slotMs);
  const surplusMs = input.slotMs - contentMs;
  if (surplusMs === 0) return { acts: actsBetween([], contentMs, 0), breaks: [] };
  const { pointsMs, rule } = breakpointsFor(input, contentMs, surplusMs);
  const fadeMs = rule === 'computed-break' ? input.rules.fadeMs : 0;
  const acts = actsBetween(pointsMs, contentMs, fadeMs);
  const shares = shareEvenly(surplusMs, Math.max(pointsMs.length, 1));
  return { acts, breaks: shares.map((durationMs) => ({ durationMs, rule })) };
}

/** Splits integer milliseconds into `count` parts that sum exactly, the remainder to the first parts (domain.md §4 no. 10). */
export function shareEvenly(totalMs: DurationMs, count: number): DurationMs[] {
  const floorMs = Math.floor(totalMs / count);
  const remainder = totalMs - floorMs * count;
  return Array.from({ length: count }, (_, index) => floorMs + (index < remainder ? 1 : 0));
}

function breakpointsFor(
  input: CutInput,
  contentMs: DurationMs,
  surplusMs: DurationMs,
): { pointsMs: readonly number[]; rule: Break['rule'] } {
  const mostBreaks = Math.floor(surplusMs / SHORTEST_BREAK_MS);
  if (input.channelKind === 'movie' || mostBreaks === 0) return { pointsMs: [], rule: 'end-break' };
  const chapters = firstClassBreakpoints(input.breakpointsMs, contentMs);
  if (chapters.length > 0) {
    return { pointsMs: thinOut(chapters, mostBreaks), rule: 'chapter-break' };
  }
  const computed = computedBreakpoints(input, contentMs, mostBreaks);
  if (computed.length > 0) return { pointsMs: computed, rule: 'computed-break' };
  return { pointsMs: [], rule: 'end-break' };
}

/** The breakpoints inside the content, without those that would leave an act of under a second. */
function firstClassBreakpoints(
  breakpointsMs: readonly number[],
  contentMs: DurationMs,
): readonly number[] {
  const kept: number[] = [];
  for (const pointMs of breakpointsMs) {
    const actMs = pointMs - (kept.at(-1) ?? 0);
    if (actMs >= SHORTEST_ACT_MS && contentMs - pointMs >= SHORTEST_ACT_MS) kept.push(pointMs);
  }
  return kept;
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
  const wanted = Math.max(1, Math.round((rules.breaksPerHalfHour * slotMs) / HALF_HOUR_MS));
  for (let count = Math.min(wanted, mostBreaks); count > 0; count -= 1) {
    const actMs = Math.floor(contentMs / (count + 1));
    const isSpaced = count === 1 || actMs >= rules.minimumSpacingMs;
    if (isSpaced && actMs >= Math.max(rules.protectedEdgeMs, SHORTEST_ACT_MS)) {
      return Array.from({ length: count }, (_, index) =>
        Math.floor(((index + 1) * contentMs) / (count + 1)),
      );
    }
  }
  return [];
}

function actsBetween(
  pointsMs: readonly number[],
  contentMs: DurationMs,
  fadeMs: DurationMs,
): Act[] {
  const edges = [0, ...pointsMs, contentMs];
  return edges.slice(0, -1).map((inPointMs, index) => {
    const durationMs = (edges[index + 1] ?? contentMs) - inPointMs;
    const fade = (isWanted: boolean): Transition =>
      isWanted && fadeMs > 0
        ? { kind: 'fade', durationMs: Math.min(fadeMs, Math.floor(durationMs / 2)) }
        : NO_TRANSITION;
    return {
      inPointMs,
      durationMs,
      transitionIn: fade(index > 0),
      transitionOut: fade(index < pointsMs.length),
    };
  });
}
