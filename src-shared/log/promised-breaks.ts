import { NO_TRANSITION } from '../model/log.ts';
import type { Airing } from '../model/schedule-day.ts';
import { timedShorts } from '../model/timed-shorts.ts';
import type { Act, ActStructure, Break } from './breakpoints.ts';

/** Acts and breaks of shorts whose times the guide has told: cut between them where it says so, and nowhere else. */
export function promisedStructure(
  airing: Pick<Airing, 'startAt' | 'endAt' | 'content'>,
): ActStructure | null {
  const shorts = timedShorts(airing);
  if (!shorts) return null;
  const acts: Act[] = [];
  const breaks: Break[] = [];
  let inPointMs = 0;
  let durationMs = 0;
  shorts.forEach(({ member, breakAfterMs }, index) => {
    durationMs += member.durationMs;
    const isLast = index === shorts.length - 1;
    if (breakAfterMs === 0 && !isLast) return;
    acts.push({
      inPointMs,
      durationMs,
      transitionIn: NO_TRANSITION,
      transitionOut: NO_TRANSITION,
    });
    if (breakAfterMs > 0) {
      breaks.push({ durationMs: breakAfterMs, rule: isLast ? 'end-break' : 'chapter-break' });
    }
    inPointMs += durationMs;
    durationMs = 0;
  });
  return { acts, breaks };
}
