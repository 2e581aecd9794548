import { NO_TRANSITION } from '../model/log.ts';
import type { AiringContent } from './airing-content.ts';
import type { Act, ActStructure, Break } from './breakpoints.ts';

/**
 * The acts and breaks with the rests of the content taken out of the acts: each is a break where it stands, or lengthens the break
 * that it meets. The sum stays what it was.
 */
export function breakAtRests(
  { acts, breaks }: ActStructure,
  { pieces }: Pick<AiringContent, 'pieces'>,
): ActStructure {
  const rests = pieces.filter(({ isRest }) => isRest === true);
  if (rests.length === 0) return { acts, breaks };
  const made: { readonly acts: Act[]; readonly breaks: Break[] } = { acts: [], breaks: [] };
  const addBreak = (added: Break): void => {
    // A break follows each act but the last: one that follows a break lengthens it.
    const before = made.breaks.length === made.acts.length ? made.breaks.pop() : undefined;
    made.breaks.push({ ...added, durationMs: added.durationMs + (before?.durationMs ?? 0) });
  };
  acts.forEach((act, index) => {
    const endMs = act.inPointMs + act.durationMs;
    let atMs = act.inPointMs;
    const addAct = (untilMs: number): void => {
      if (untilMs === atMs) return;
      made.acts.push({
        inPointMs: atMs,
        durationMs: untilMs - atMs,
        transitionIn: atMs === act.inPointMs ? act.transitionIn : NO_TRANSITION,
        transitionOut: untilMs === endMs ? act.transitionOut : NO_TRANSITION,
      });
    };
    for (const { startMs, durationMs } of rests) {
      const fromMs = Math.max(startMs, atMs);
      const untilMs = Math.min(startMs + durationMs, endMs);
      if (fromMs >= untilMs) continue;
      addAct(fromMs);
      const isLast = index === acts.length - 1 && untilMs === endMs;
      addBreak({ durationMs: untilMs - fromMs, rule: isLast ? 'end-break' : 'chapter-break' });
      atMs = untilMs;
    }
    addAct(endMs);
    const after = breaks[index];
    if (after) addBreak(after);
  });
  return made;
}
