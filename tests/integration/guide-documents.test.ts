import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { createGuide } from '#main/handlers/guide.ts';
import type { Store } from '#main/store/store.ts';
import type { Channel } from '#shared/model/channel.ts';
import type { ChannelId } from '#shared/model/ids.ts';
import { MS_PER_HOUR } from '#shared/time/units.ts';
import { makeRow } from '#tests/helpers/planning-fixtures.ts';
import { createPlanningLab, type PlanningLab } from '#tests/helpers/planning-lab.ts';
import { textOf, xmltvDocument } from '#tests/helpers/whole-documents.ts';

let lab: PlanningLab;
let one: Channel;
let two: Channel;

beforeEach(async () => {
  lab = await createPlanningLab();
  one = await lab.addChannel();
  two = await lab.addChannel();
  await lab.addPlan(one, [makeRow(0, 1_440, `series:${lab.alpha}`)]);
  await lab.addPlan(two, [makeRow(0, 1_440, `series:${lab.beta}`)]);
  await lab.horizon.evaluate();
});

afterEach(() => lab.dispose());

/** The store, with a list of the channels whose airings were read. */
function watched(store: Store): { store: Store; read: Set<ChannelId> } {
  const read = new Set<ChannelId>();
  const days: Store['days'] = {
    ...store.days,
    airingsIn(window, channelId) {
      if (channelId !== undefined) read.add(channelId);
      return store.days.airingsIn(window, channelId);
    },
  };
  return { store: { ...store, days }, read };
}

describe('the guide as documents', () => {
  test('says in pieces what it says as a whole', async () => {
    const guide = createGuide(lab.store, lab.clock);
    const now = lab.clock.nowAt();
    const entries = await guide.list({
      // The clock of the test stands at a whole step of the documents.
      startAt: now - 6 * MS_PER_HOUR,
      endAt: now + 40 * 24 * MS_PER_HOUR,
    });
    const { stationName } = await lab.store.settings.get();
    for (const times of ['utc', 'local'] as const) {
      const whole = xmltvDocument({
        stationName,
        entries,
        times,
        channels: await lab.store.channels.list(),
      });

      expect(textOf(await guide.xmltv(times))).toBe(whole);
    }
    const events = textOf(await guide.icalendar(one)).match(/^BEGIN:VEVENT\r$/gm);
    expect(events).toHaveLength(entries.filter(({ channelId }) => channelId === one.id).length);
  });

  test('reads only the channel whose days have changed, and tells the change', async () => {
    const { store, read } = watched(lab.store);
    const guide = createGuide(store, lab.clock);
    const first = textOf(await guide.xmltv('utc'));
    read.clear();
    const again = textOf(await guide.xmltv('utc'));
    const readAgain = [...read];
    const day = await store.days.latest(one.id);
    if (!day) throw new Error('There is a day.');
    await lab.addPlan(one, [makeRow(0, 1_440, `series:${lab.beta}`)], { priority: 99 });
    await lab.horizon.generateDay({
      channelId: one.id,
      date: day.broadcastDate,
      force: true,
      reason: 'Another series.',
    });
    const changed = textOf(await guide.xmltv('utc'));

    expect(again).toBe(first);
    expect(readAgain).toEqual([]);
    expect(changed).not.toBe(first);
    expect([...read]).toEqual([one.id]);
  });

  test('tells what the library says anew of an asset', async () => {
    const guide = createGuide(lab.store, lab.clock);
    const before = textOf(await guide.xmltv('utc'));
    const [entry] = await guide.list({
      startAt: lab.clock.nowAt(),
      endAt: lab.clock.nowAt() + MS_PER_HOUR,
    });
    if (!entry?.assetId) throw new Error('Something airs.');
    const asset = await lab.store.assets.get(entry.assetId);
    if (!asset) throw new Error('It is in the library.');
    await lab.store.assets.saveMany([{ ...asset, tags: ['genre:Western'] }]);
    const after = textOf(await guide.xmltv('utc'));

    expect(before).not.toContain('Western');
    expect(after).toContain('<category lang="en">Western</category>');
  });

  test('lets other work have its turn between some programmes and the next', async () => {
    const guide = createGuide(lab.store, lab.clock);
    let turns = 0;
    let isMaking = true;
    const count = (): void => {
      turns += 1;
      if (isMaking) setImmediate(count);
    };
    setImmediate(count);
    const programmes = textOf(await guide.xmltv('utc')).match(/<programme /g)?.length ?? 0;
    isMaking = false;

    expect(programmes).toBeGreaterThan(150);
    expect(turns).toBeGreaterThan(programmes / 50);
  });

  test('has one revision until something that it tells may have changed', async () => {
    const guide = createGuide(lab.store, lab.clock);
    const first = guide.revision();
    guide.heed({ event: 'onair.changed', payload: { channelId: one.id } });
    guide.heed({ event: 'log.changed', payload: { channelId: one.id } });
    await lab.clock.advance(60_000);
    const later = guide.revision();
    const seen = new Set([first]);
    guide.heed({ event: 'days.changed', payload: { channelId: one.id } });
    seen.add(guide.revision());
    guide.heed({ event: 'channels.changed', payload: {} });
    seen.add(guide.revision());
    guide.heed({ event: 'library.changed', payload: {} });
    seen.add(guide.revision());
    guide.heed({ event: 'settings.changed', payload: {} });
    seen.add(guide.revision());
    await lab.clock.advance(6 * MS_PER_HOUR);
    seen.add(guide.revision());

    expect(later).toBe(first);
    expect(seen.size).toBe(6);
  });
});
