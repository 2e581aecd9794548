import { setImmediate } from 'node:timers/promises';

import type { EmittedEvent } from '#main/handlers/event-bus.ts';
import type { MasterClock } from '#main/clock/master-clock.ts';
import type { SettingsReader } from '#main/store/repositories/settings-port.ts';
import {
  ICALENDAR_END,
  icalendarEvents,
  icalendarHead,
  type CalendarEntry,
} from '#shared/guide/icalendar.ts';
import { XMLTV_END, xmltvHead, xmltvProgrammes, type XmltvTimes } from '#shared/guide/xmltv.ts';
import type { Channel } from '#shared/model/channel.ts';
import type { GuideEntry } from '#shared/model/guide.ts';
import type { AssetId, ChannelId } from '#shared/model/ids.ts';
import { broadcastDateAt } from '#shared/time/broadcast-day.ts';
import type { Interval } from '#shared/time/interval.ts';
import { MS_PER_HOUR } from '#shared/time/units.ts';
import { addDays } from '#shared/time/zone.ts';
import { createGuideEntries, type GuideReader, noGuide } from './guide-entries.ts';

/** How far the documents reach back at least, and ahead at most; they move on by whole steps. */
const BEHIND_MS = 6 * MS_PER_HOUR;
const AHEAD_MS = 31 * 24 * MS_PER_HOUR;
const STEP_MS = 6 * MS_PER_HOUR;
/** No airing is longer (a rule of the store). */
const LONGEST_AIRING_DAYS = 7;
/** Programmes written before other work has its turn. */
const PROGRAMMES_AT_ONCE = 50;

/** Times in UTC, or in each channel's zone. */
export type GuideTimes = XmltvTimes;

/** The guide as documents in UTF-8, by pieces; made of frozen days in stretches that let other work have its turn. */
export interface GuideDocuments {
  /** Everything that is known from a few hours ago on, as an XMLTV document. */
  xmltv(times: GuideTimes): Promise<readonly Uint8Array[]>;
  /** The same of one channel as an iCalendar document. Throws `horizon-no-schedule-data` when nothing is known. */
  icalendar(channel: Pick<Channel, 'id'>): Promise<readonly Uint8Array[]>;
  /** Names what the documents are made of: while it stays, no document changes. Costs nothing to ask. */
  revision(): string;
  /** Takes note of what may have changed the guide. */
  heed(event: EmittedEvent): void;
}

/** A channel's piece of a document, with what it was made of. */
interface Piece {
  readonly madeOf: string;
  readonly assetIds: readonly AssetId[];
  readonly details: string;
  readonly bytes: Uint8Array;
}

const HEEDED = new Set(['channels.changed', 'days.changed', 'library.changed', 'settings.changed']);

/** What documents are written from. */
export interface DocumentsReader extends GuideReader {
  readonly settings: SettingsReader;
}

export function createGuideDocuments(store: DocumentsReader, clock: MasterClock): GuideDocuments {
  const guide = createGuideEntries(store);
  const pieces = new Map<string, Piece>();
  let changes = 0;

  function documentWindow(): Interval {
    const startAt = Math.floor((clock.nowAt() - BEHIND_MS) / STEP_MS) * STEP_MS;
    return { startAt, endAt: startAt + BEHIND_MS + AHEAD_MS };
  }

  /** The text that `write` makes of a channel's days: the former one while days, channel and library say the same. */
  async function pieceOf(
    name: string,
    channel: Channel,
    window: Interval,
    write: (entries: readonly CalendarEntry[]) => string,
  ): Promise<Uint8Array> {
    // A day may begin long before the airing that runs into the window ends.
    const from = addDays(broadcastDateAt(channel, window.startAt), -LONGEST_AIRING_DAYS);
    const days = await store.days.outlines({ channelId: channel.id, from });
    const approvals = channel.requiresApproval
      ? await store.approvals.liveDays({ channelId: channel.id, from })
      : [];
    const madeOf = JSON.stringify([
      ...[window.startAt, channel],
      ...[days.map(({ id, contentHash, frozenAt }) => [id, contentHash, frozenAt]), approvals],
    ]);
    const known = pieces.get(name);
    if (known?.madeOf === madeOf) {
      const details = JSON.stringify([...(await guide.detailsOf(known.assetIds))]);
      if (details === known.details) return known.bytes;
    }
    const entries: GuideEntry[] = [];
    for (const day of days) {
      entries.push(...(await guide.startingIn(day, channel.id, window)));
      await setImmediate();
    }
    const told = await guide.tellMore(entries);
    const frozenAt = new Map(days.map((day) => [day.broadcastDate, day.frozenAt]));
    const texts: Buffer[] = [];
    for (let at = 0; at < told.length; at += PROGRAMMES_AT_ONCE) {
      await setImmediate();
      const some = told.slice(at, at + PROGRAMMES_AT_ONCE);
      const rows = some.map((entry) => ({
        entry,
        frozenAt: frozenAt.get(entry.broadcastDate) ?? 0,
      }));
      texts.push(Buffer.from(write(rows), 'utf8'));
    }
    const assetIds = [...new Set(entries.flatMap(({ assetId }) => assetId ?? []))];
    const details = JSON.stringify([...(await guide.detailsOf(assetIds))]);
    const piece: Piece = { madeOf, assetIds, details, bytes: Buffer.concat(texts) };
    pieces.set(name, piece);
    return piece.bytes;
  }

  function forgetAllBut(channels: readonly Channel[]): void {
    const ids = new Set(channels.map(({ id }) => id));
    for (const name of pieces.keys()) {
      const [, id] = name.split(' ');
      if (!ids.has(id as ChannelId)) pieces.delete(name);
    }
  }

  return {
    async xmltv(times) {
      const window = documentWindow();
      const all = await store.channels.list();
      forgetAllBut(all);
      const channels = all.filter((channel) => channel.isActive);
      const { stationName } = await store.settings.get();
      const texts: Uint8Array[] = [Buffer.from(xmltvHead({ stationName, channels }), 'utf8')];
      for (const channel of channels) {
        await setImmediate();
        const name = `xmltv-${times} ${channel.id}`;
        texts.push(
          await pieceOf(name, channel, window, (rows) =>
            xmltvProgrammes(
              rows.map(({ entry }) => entry),
              channel,
              times,
            ),
          ),
        );
      }
      return [...texts, Buffer.from(XMLTV_END, 'utf8')];
    },

    async icalendar({ id }) {
      const channel = await store.channels.get(id);
      if (!channel) throw noGuide();
      const events = await pieceOf(`icalendar ${id}`, channel, documentWindow(), (rows) =>
        icalendarEvents(channel, rows),
      );
      if (events.length === 0) throw noGuide();
      return [
        Buffer.from(icalendarHead(channel), 'utf8'),
        events,
        Buffer.from(ICALENDAR_END, 'utf8'),
      ];
    },

    revision: () => `${String(changes)}-${String(documentWindow().startAt)}`,

    heed({ event }) {
      if (HEEDED.has(event)) changes += 1;
    },
  };
}
