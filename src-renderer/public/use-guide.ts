import { useEffect, useState } from 'react';

import { PublicGuide } from '#shared/guide/public-guide.ts';
import type { EpochMs } from '#shared/time/units.ts';

import type { PageClock } from './page-clock.ts';

export const WINDOW_HOURS = 6;
const REFRESH_MS = 30_000;
const RETRY_MS = 5_000;

/** The guide as last heard, and whether the station answers at this moment. */
export interface GuideState {
  readonly guide: PublicGuide | null;
  /** A sentence for the viewer, when the last question failed. */
  readonly trouble: string | null;
}

/**
 * Asks for the guide at once, every half minute, and after trouble every five seconds, for as long as the page is
 * open. `startAt` is the start of the window; `null` follows the present.
 */
export function useGuide(clock: PageClock, startAt: EpochMs | null): GuideState {
  const [state, setState] = useState<GuideState>({ guide: null, trouble: null });
  useEffect(() => {
    const leaving = new AbortController();
    let cancelNext: () => void = () => undefined;
    async function ask(): Promise<void> {
      let waitMs = REFRESH_MS;
      try {
        const { guide, nowAt } = await fetchGuide(startAt, leaving.signal);
        if (nowAt !== null) clock.learn(nowAt);
        setState({ guide, trouble: null });
      } catch (error) {
        if (leaving.signal.aborted) return;
        const trouble = error instanceof StationAnswer ? error.message : UNREACHABLE;
        setState((before) => ({ ...before, trouble }));
        waitMs = RETRY_MS;
      }
      if (!leaving.signal.aborted) cancelNext = clock.after(waitMs, () => void ask());
    }
    void ask();
    return () => {
      leaving.abort();
      cancelNext();
    };
  }, [clock, startAt]);
  return state;
}

const UNREACHABLE = 'The station cannot be reached. Trying again every few seconds.';

/** A refusal in the station's own words. */
class StationAnswer extends Error {
  override readonly name = 'StationAnswer';
}

async function fetchGuide(
  startAt: EpochMs | null,
  signal: AbortSignal,
): Promise<{ guide: PublicGuide; nowAt: EpochMs | null }> {
  const start = startAt === null ? '' : `&startAt=${String(startAt)}`;
  const response = await fetch(`/guide/data.json?hours=${String(WINDOW_HOURS)}${start}`, {
    signal,
  });
  if (!response.ok) throw new StationAnswer((await response.text()).trim());
  const nowAt = Number(response.headers.get('retrovue-now'));
  return {
    guide: PublicGuide.parse(await response.json()),
    nowAt: Number.isSafeInteger(nowAt) && nowAt > 0 ? nowAt : null,
  };
}
