import { readFile, writeFile } from 'node:fs/promises';

import { describe, expect, test } from 'vitest';

import { expandAirings } from '#shared/log/expand.ts';
import { lockBlocks } from '#shared/log/lock.ts';
import { rundownText } from '#shared/log/read/rundown.ts';
import { transmissionText } from '#shared/log/read/transmission-text.ts';
import { EMPTY_CARRY, type ScheduleDay } from '#shared/model/schedule-day.ts';
import { resolveDay } from '#shared/planning/resolve/resolve-day.ts';
import { GOLDEN_CHANNELS, type GoldenChannel } from '#tests/fixtures/golden-channels.ts';
import { plannedBy } from '#tests/helpers/planning-fixtures.ts';

const FOLDER = new URL('../../../../fixtures/rundowns/', import.meta.url);

function dayOf({ channel, date, plans, catalog }: GoldenChannel): ScheduleDay {
  const { day } = resolveDay({
    channel,
    date,
    planned: plannedBy(plans),
    catalog,
    carryIn: EMPTY_CARRY,
  });
  return { ...day, frozenAt: 0 };
}

/** RETROVUE_WRITE_GOLDEN=1 writes the file anew; the difference is then reviewed like code. */
async function golden(name: string, text: string): Promise<string> {
  const file = new URL(name, FOLDER);
  if (process.env['RETROVUE_WRITE_GOLDEN'] === '1') await writeFile(file, text);
  return readFile(file, 'utf8');
}

describe('the day of a golden channel', () => {
  test.each(GOLDEN_CHANNELS.map((each) => [each.channel.slug, each] as const))(
    'is what the rundown of %s says',
    async (slug, each) => {
      const text = rundownText(each.channel, dayOf(each));
      expect(text).toBe(await golden(`${slug}.txt`, text));
    },
  );

  test('is locked as the transmission log of cheers-24-7 says', async () => {
    const [cheers] = GOLDEN_CHANNELS;
    if (!cheers) throw new Error('There are golden channels.');
    const { channel, catalog } = cheers;
    const airings = dayOf(cheers).airings.slice(0, 4);
    const drafts = expandAirings({ channel, airings, catalog, history: new Map() });
    const blocks = lockBlocks({
      channel,
      drafts,
      firstMediaSequence: 0,
      lockedAt: 1_772_900_000_000,
    });
    const text = transmissionText(channel, blocks);
    expect(text).toBe(await golden('cheers-24-7.tlog', text));
  });

  test('has the airings that its plan asks for', () => {
    const [cheers, nightmare, retro, chicago] = GOLDEN_CHANNELS.map(dayOf);
    expect(cheers?.airings).toHaveLength(48);
    expect(cheers?.airings.map(({ episodeNumber }) => episodeNumber).slice(0, 3)).toEqual([
      1, 2, 3,
    ]);
    expect(nightmare?.airings.find(({ title }) => title === 'Night of the Lanterns')).toBeDefined();
    expect((retro?.endAt ?? 0) - (retro?.startAt ?? 0)).toBe(23 * 3_600_000);
    expect(chicago?.airings.map(({ title }) => title).slice(0, 4)).toEqual([
      'Engine Company',
      'Ward Nine',
      'The Precinct',
      'Engine Company',
    ]);
  });
});

describe('rundownText', () => {
  test('has one line for each airing, the same for the same day whenever it was frozen', () => {
    const [cheers] = GOLDEN_CHANNELS;
    if (!cheers) throw new Error('There are golden channels.');
    const day = dayOf(cheers);
    const text = rundownText(cheers.channel, day);
    expect(text.match(/\[assignment sequential\]$/gm)).toHaveLength(48);
    expect(rundownText(cheers.channel, { ...day, frozenAt: 99 })).toBe(text);
  });

  test('shows where the clock changes', () => {
    const retro = GOLDEN_CHANNELS[2];
    if (!retro) throw new Error('There are golden channels.');
    expect(rundownText(retro.channel, dayOf(retro))).toContain('-- clock +60 min --');
  });
});
