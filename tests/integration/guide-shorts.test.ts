import { XMLParser } from 'fast-xml-parser';
import { expect, test } from 'vitest';

import { PublicGuide } from '#shared/guide/public-guide.ts';
import { MS_PER_HOUR } from '#shared/time/units.ts';
import { parseInstant } from '#shared/time/zone.ts';
import { fillLibrary } from '#tests/helpers/planning-lab.ts';
import { createTestStation } from '#tests/helpers/test-station.ts';

const START_AT = parseInstant('2026-03-10T12:10:00Z');

interface Xmltv {
  readonly tv: { readonly programme: readonly { readonly '@start': string }[] };
}

test.each([
  ['each', 2],
  ['slot', 1],
] as const)(
  'shorts that share an hour are told as the channel likes: %s',
  async (shortsInGuide, perHour) => {
    const world = await createTestStation({
      isOnAir: true,
      startAt: START_AT,
      seed: async (store) => {
        await fillLibrary(store);
      },
    });
    try {
      const { client, station } = world;
      const alpha = (await client.call('series.list', {})).find(({ title }) => title === 'Alpha');
      if (!alpha) throw new Error('The library has the series.');
      // Two of 22 minutes share an hour, with its breaks between them.
      const channel = await client.call('channel.create', {
        name: 'Toons',
        timezone: 'UTC',
        gridMinutes: 60,
        defaultProgramming: { kind: 'series', seriesId: alpha.id },
        shortsInGuide,
      });
      expect(channel.shortsInGuide).toBe(shortsInGuide);
      const startAt = parseInstant('2026-03-10T13:00:00Z');
      const window = { startAt, endAt: startAt + 4 * MS_PER_HOUR };

      const log = await client.call('log.list', { channelId: channel.id, ...window });
      const firsts = log.flatMap(({ events }) => {
        const acts = events.filter(({ kind }) => kind === 'act');
        return acts.filter(({ assetId }, index) => assetId !== acts[index - 1]?.assetId);
      });
      const wanted =
        perHour === 1 ? log.map((block) => block.startAt) : firsts.map((act) => act.startAt);
      expect(firsts).toHaveLength(8);

      const query = `?startAt=${String(window.startAt)}&hours=4`;
      const answer = await fetch(new URL(`/guide/data.json${query}`, station.broadcastUrl()));
      const { channels } = PublicGuide.parse(await answer.json());
      const inWindow = (at: number): boolean => at >= window.startAt && at < window.endAt;
      const told = (channels[0]?.entries ?? []).filter((entry) => inWindow(entry.startAt));
      expect(told.map((entry) => entry.startAt)).toEqual(wanted);

      const { document } = await client.call('guide.xmltv', {});
      const parser = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '@' });
      const { tv } = parser.parse(document) as Xmltv;
      const starts = tv.programme
        .map((programme) => instantOf(programme['@start']))
        .filter(inWindow);
      expect(starts).toEqual(wanted.map((at) => Math.floor(at / 1_000) * 1_000));

      const calendar = await client.call('guide.icalendar', { channelId: channel.id });
      const ids = calendar.document.match(/^UID:.*$/gm) ?? [];
      expect(ids.length).toBeGreaterThan(perHour * 24);
      expect(new Set(ids).size).toBe(ids.length);

      // The operator changes airings: one entry for each of them.
      expect(await client.call('guide.list', window)).toHaveLength(4);
    } finally {
      await world.dispose();
    }
  },
);

/** `20260310130000 +0000`. */
function instantOf(text: string): number {
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)/.exec(text) ?? [];
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
}
