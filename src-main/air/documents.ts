import type { FinishedText } from '#main/broadcast/documents/finished-text.ts';
import { type MasterClock, until } from '#main/clock/master-clock.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { GuideEntry } from '#shared/model/guide.ts';
import type { ChannelId } from '#shared/model/ids.ts';
import type { Interval } from '#shared/time/interval.ts';
import type { DurationMs } from '#shared/time/units.ts';

import type { StationCalls } from './ports.ts';

/** A viewer waits so long for the station to answer before the last good copy is served. */
const PATIENCE_MS: DurationMs = 2_000;
/** Without any copy there is nothing to serve; the station may take so long. */
const FIRST_PATIENCE_MS: DurationMs = 20_000;
/** After the station refused for a while, it is asked again. */
const RETRY_MS: DurationMs = 5_000;
/** Windows of the guide that are kept, beside the other texts; viewers may ask for any number of them. */
const MOST_WINDOWS = 64;
const WINDOW = 'guide ';

/** The texts that viewers read, as the station last made them. */
export interface AirDocuments {
  guide(window: Interval): Promise<GuideEntry[]>;
  xmltv(times: 'utc' | 'local'): Promise<FinishedText>;
  icalendar(channelId: ChannelId): Promise<FinishedText>;
  /** How often something that was served old may be had anew; who keeps texts asks again when it grows. */
  staleCount(): number;
}

/**
 * Asks the station for each text, and serves the last good copy when it does not answer in time: what viewers read
 * does not stop because the station is busy or its file is locked. What the station refuses is refused.
 */
export function createAirDocuments(
  station: Pick<StationCalls, 'guideEntries' | 'document'>,
  clock: MasterClock,
): AirDocuments {
  const copies = new Map<string, unknown>();
  let staleCount = 0;
  const asking = new Map<string, Promise<unknown>>();

  function keep(name: string, value: unknown): void {
    copies.delete(name);
    copies.set(name, value);
    const windows = [...copies.keys()].filter((kept) => kept.startsWith(WINDOW));
    for (const oldest of windows.slice(0, -MOST_WINDOWS)) copies.delete(oldest);
  }

  /** One question at a time for each text, however many viewers ask. */
  function ask<T>(name: string, question: () => Promise<T>): Promise<T> {
    const known = asking.get(name);
    if (known) return known as Promise<T>;
    const answer = question()
      .then((value) => {
        keep(name, value);
        return value;
      })
      .finally(() => asking.delete(name));
    asking.set(name, answer);
    return answer;
  }

  /** What was served old is asked for again when the answer has come, or a while after it was refused. */
  function askAgainAfter(answer: Promise<unknown>): void {
    answer.then(
      () => (staleCount += 1),
      () => clock.callAt(clock.nowAt() + RETRY_MS, () => (staleCount += 1)),
    );
  }

  async function read<T>(name: string, question: () => Promise<T>): Promise<T> {
    const answer = ask(name, question);
    const hasCopy = copies.has(name);
    const waited = new AbortController();
    const tooLate = until(
      clock,
      clock.nowAt() + (hasCopy ? PATIENCE_MS : FIRST_PATIENCE_MS),
      waited.signal,
    ).then(() => LATE);
    try {
      const first = await Promise.race([answer, tooLate]);
      if (first !== LATE) return first as T;
    } catch (error) {
      if (!(hasCopy && error instanceof AppError && error.code === 'unavailable')) throw error;
    } finally {
      waited.abort();
      // Nobody waits for a late answer any more; it is kept all the same.
      answer.catch(() => undefined);
    }
    if (hasCopy) {
      askAgainAfter(answer);
      return copies.get(name) as T;
    }
    throw new AppError('unavailable', 'The guide cannot be read at the moment.', {
      remedy: 'Try again in a moment.',
    });
  }

  return {
    staleCount: () => staleCount,
    guide: (window) =>
      read(`${WINDOW}${String(window.startAt)}-${String(window.endAt)}`, () =>
        station.guideEntries(window),
      ),
    xmltv: (times) => read(`xmltv ${times}`, () => station.document({ kind: 'xmltv', times })),
    icalendar: (channelId) =>
      read(`calendar ${channelId}`, () => station.document({ kind: 'icalendar', channelId })),
  };
}

const LATE = Symbol('late');
