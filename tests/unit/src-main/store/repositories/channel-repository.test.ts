import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import type { Store } from '#main/store/store.ts';
import { Channel } from '#shared/model/channel.ts';
import { ChannelId } from '#shared/model/ids.ts';
import { buildChannel } from '#tests/helpers/build-channel.ts';
import { buildAsRun, buildDay, buildPlan } from '#tests/helpers/build-schedule.ts';
import { createTemporaryStore, type TemporaryStore } from '#tests/helpers/temporary-store.ts';
import { HOUSE_FORMATS } from '#tests/helpers/house-formats.ts';

const RETRO = ChannelId.parse('retro');
const OTHER = ChannelId.parse('other');

let temporary: TemporaryStore;
let store: Store;

beforeEach(async () => {
  temporary = await createTemporaryStore();
  store = temporary.store;
});

afterEach(async () => {
  await temporary.dispose();
});

describe('insert', () => {
  test('stores a channel with every field', async () => {
    const channel = buildChannel({
      defaultProgramming: { kind: 'rule', rule: { kind: ['movie'] }, episodePolicy: 'shuffle' },
      dayparts: [
        { hours: '06:00-21:00', ratingAtMost: 'us-tv:TV-PG', exclude: { genre: ['news'] } },
      ],
      isActive: false,
      loudnessTargetLufs: -23.5,
      houseFormat: { height: 480, rate: '25' },
    });
    await store.channels.insert(channel);
    const stored = await store.channels.get(RETRO);
    expect(stored).toEqual(channel);
    expect(Channel.parse(stored)).toEqual(channel);
  });

  test('stores a channel in every house format', async () => {
    for (const [index, houseFormat] of HOUSE_FORMATS.entries()) {
      const slug = `c${String(index)}`;
      const number = index + 1;
      const id = ChannelId.parse(slug);
      const channel = buildChannel({ id, slug, number, name: slug, houseFormat });
      await store.channels.insert(channel);
      expect((await store.channels.get(id))?.houseFormat).toEqual(houseFormat);
    }
  });

  test.for([
    ['name', { number: 2, name: '  CHANNEL retro ' }],
    ['number', { number: 1, name: 'Two' }],
    ['slug', { number: 2, name: 'Two', slug: 'retro' }],
  ] as const)('refuses a second channel with the same %s', async ([field, fields]) => {
    await store.channels.insert(buildChannel());
    const second = buildChannel({ id: OTHER, ...fields });
    await expect(store.channels.insert(second)).rejects.toMatchObject({
      code: 'already-exists',
      details: { field },
    });
  });
});

describe('list', () => {
  test('orders channels by number', async () => {
    await store.channels.insert(buildChannel({ number: 7 }));
    await store.channels.insert(buildChannel({ id: OTHER, number: 3 }));
    expect((await store.channels.list()).map(({ number }) => number)).toEqual([3, 7]);
  });
});

describe('get', () => {
  test('answers null for a channel that does not exist', async () => {
    expect(await store.channels.get(RETRO)).toBeNull();
  });
});

describe('update', () => {
  test('replaces the version before, and archives', async () => {
    const channel = buildChannel();
    await store.channels.insert(channel);
    const changed = { ...channel, version: 2, gridMinutes: 60, isActive: false } as const;
    await store.channels.update(changed);
    expect(await store.channels.get(RETRO)).toEqual(changed);
  });

  test('refuses a version that is no longer the latest', async () => {
    const channel = buildChannel();
    await store.channels.insert(channel);
    await store.channels.update({ ...channel, version: 2, name: 'First' });
    const late = store.channels.update({ ...channel, version: 2, name: 'Second' });
    await expect(late).rejects.toMatchObject({
      code: 'stale-version',
      details: { storedVersion: 2, givenVersion: 2 },
    });
    expect((await store.channels.get(RETRO))?.name).toBe('First');
  });

  test('lets only one of two connections change the same version', async () => {
    const channel = buildChannel();
    await store.channels.insert(channel);
    const other = await temporary.reopen();
    const outcomes = await Promise.allSettled([
      store.channels.update({ ...channel, version: 2, name: 'First' }),
      other.channels.update({ ...channel, version: 2, name: 'Second' }),
    ]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  test.for([{ slug: 'another' }, { epochAt: 5 }])('refuses to change %j', async (fixed) => {
    const channel = buildChannel();
    await store.channels.insert(channel);
    const update = store.channels.update({ ...channel, version: 2, ...fixed });
    await expect(update).rejects.toMatchObject({ code: 'conflict' });
  });

  test('refuses the name of another channel and one that does not exist', async () => {
    await store.channels.insert(buildChannel());
    const other = buildChannel({ id: OTHER, number: 2 });
    await expect(store.channels.update({ ...other, version: 2 })).rejects.toMatchObject({
      code: 'not-found',
    });
    await store.channels.insert(other);
    const renamed = store.channels.update({ ...other, version: 2, name: 'channel RETRO' });
    await expect(renamed).rejects.toMatchObject({
      code: 'already-exists',
      details: { field: 'name' },
    });
  });
});

describe('delete', () => {
  test('removes a channel that nothing refers to', async () => {
    await store.channels.insert(buildChannel());
    await store.channels.delete(RETRO);
    expect(await store.channels.list()).toEqual([]);
    await expect(store.channels.delete(RETRO)).rejects.toMatchObject({ code: 'not-found' });
  });

  test('is refused while plans, days or as-run rows refer to the channel, which are counted', async () => {
    const channel = buildChannel();
    await store.channels.insert(channel);
    await store.plans.insert(buildPlan());
    await expect(store.channels.delete(RETRO)).rejects.toMatchObject({ code: 'has-dependents' });
    await store.days.insert(buildDay(channel, '2026-01-01'));
    await store.asRun.append([buildAsRun(), buildAsRun()]);
    expect(await store.channels.countDependents(RETRO)).toEqual({
      plans: 1,
      scheduleDays: 1,
      logBlocks: 0,
      asRun: 2,
    });
  });
});
