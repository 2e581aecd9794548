import { AppError } from '#shared/errors/app-error.ts';
import { PublicGuideEntry, type PublicGuideChannel } from '#shared/guide/public-guide.ts';
import type { GuideEntry } from '#shared/model/guide.ts';
import type { ChannelId } from '#shared/model/ids.ts';
import { overlaps, type Interval } from '#shared/time/interval.ts';
import { MS_PER_HOUR } from '#shared/time/units.ts';

import type { OnAirSource } from '../on-air-source.ts';
import { createDocumentShelf } from './document-shelf.ts';

/** The guide is read in pieces of this length, so that any number of windows costs no more than the pieces. */
const PIECE_MS = 6 * MS_PER_HOUR;
const PIECES_KEPT = 48;

type Piece = ReadonlyMap<ChannelId, readonly PublicGuideEntry[]>;

/** What the network may know of the guide in a window. */
export interface GuideWindows {
  /** Every channel with its entries that overlap the window. Throws `horizon-no-schedule-data` when there is none. */
  channelsIn(window: Interval, revision: string): Promise<PublicGuideChannel[]>;
}

/** Puts windows together of pieces that are each read once for a revision of the guide. */
export function createGuideWindows(source: Pick<OnAirSource, 'channels' | 'guide'>): GuideWindows {
  const pieces = createDocumentShelf<Piece | null>(PIECES_KEPT);

  /** `null` where nothing is known of any channel. */
  function pieceAt(startAt: number, revision: string): Promise<Piece | null> {
    return pieces.get(String(startAt), revision, async () => {
      const window = { startAt, endAt: startAt + PIECE_MS };
      const entries = await source.guide(window).catch(nullWhereNothingIsKnown);
      if (entries === null) return null;
      const byChannel = Map.groupBy(entries, ({ channelId }) => channelId);
      return new Map([...byChannel].map(([id, own]) => [id, own.map(publicEntry)]));
    });
  }

  return {
    async channelsIn(window, revision) {
      const found: (Piece | null)[] = [];
      const first = Math.floor(window.startAt / PIECE_MS) * PIECE_MS;
      for (let startAt = first; startAt < window.endAt; startAt += PIECE_MS) {
        found.push(await pieceAt(startAt, revision));
      }
      if (found.every((piece) => piece === null)) {
        throw new AppError('horizon-no-schedule-data', 'No frozen day covers any of this time.');
      }
      return source.channels().map(({ id, slug, number, name }) => {
        const byStart = new Map<number, PublicGuideEntry>();
        for (const piece of found) {
          for (const entry of piece?.get(id) ?? []) {
            if (overlaps(entry, window)) byStart.set(entry.startAt, entry);
          }
        }
        const entries = [...byStart.values()].sort((a, b) => a.startAt - b.startAt);
        return { slug, number, name, entries };
      });
    },
  };
}

function publicEntry(entry: GuideEntry): PublicGuideEntry {
  return PublicGuideEntry.parse(entry);
}

function nullWhereNothingIsKnown(error: unknown): null {
  if (error instanceof AppError && error.code === 'horizon-no-schedule-data') return null;
  throw error;
}
