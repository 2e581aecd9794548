import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import type { Store } from '#main/store/store.ts';
import { AiringId, AssetId, ScheduleDayId } from '#shared/model/ids.ts';
import type { Airing, AiringMember, ScheduleDay } from '#shared/model/schedule-day.ts';
import { buildAsset, buildSource } from '#tests/helpers/build-asset.ts';
import { buildChannel } from '#tests/helpers/build-channel.ts';
import { buildDay, buildOverride } from '#tests/helpers/build-schedule.ts';
import { makeRulePackage, makeSequence } from '#tests/helpers/package-fixtures.ts';
import { createTemporaryStore, type TemporaryStore } from '#tests/helpers/temporary-store.ts';

const CHANNEL = buildChannel();
const DATE = '2026-01-01';
const pair = makeSequence('Pair', ['asset', 'other'], { before: [AssetId.parse('other')] });
const drawn = makeRulePackage('Drawn', { method: 'random', maximumMinutes: 90 });

let temporary: TemporaryStore;
let store: Store;

beforeEach(async () => {
  temporary = await createTemporaryStore();
  store = temporary.store;
});

afterEach(async () => {
  await temporary.dispose();
});

describe('virtual assets in the store', () => {
  test('are read back as they were written, by name', async () => {
    await store.virtualAssets.insert(pair);
    await store.virtualAssets.insert(drawn);
    expect(await store.virtualAssets.list()).toEqual([drawn, pair]);
    expect(await store.virtualAssets.get(pair.id)).toEqual(pair);
    await store.virtualAssets.delete(pair.id);
    expect(await store.virtualAssets.get(pair.id)).toBeNull();
    await expect(store.virtualAssets.delete(pair.id)).rejects.toMatchObject({ code: 'not-found' });
  });

  test('have one name each, in any case, and one writer at a time', async () => {
    await store.virtualAssets.insert(pair);
    await expect(store.virtualAssets.insert({ ...drawn, name: ' PAIR ' })).rejects.toMatchObject({
      code: 'already-exists',
      details: { field: 'name' },
    });
    const changed = { ...pair, version: 2, allowShort: true };
    await store.virtualAssets.update(changed);
    expect(await store.virtualAssets.get(pair.id)).toEqual(changed);
    await expect(store.virtualAssets.update(changed)).rejects.toMatchObject({
      code: 'stale-version',
    });
  });
});

describe('a frozen airing of a package', () => {
  const member = (assetId: string, startMs: number): AiringMember => ({
    assetId: AssetId.parse(assetId),
    kind: 'movie',
    title: assetId,
    episodeTitle: null,
    seriesId: null,
    seasonNumber: null,
    episodeNumber: null,
    year: null,
    startMs,
    durationMs: 60_000,
    role: 'sequence',
  });

  function dayWithPackage(fields: Partial<ScheduleDay> = {}): ScheduleDay {
    const day = buildDay(CHANNEL, DATE, fields, AssetId.parse('asset'));
    const [first, ...rest] = day.airings;
    if (!first) throw new Error('The day is empty.');
    const airing: Airing = {
      ...first,
      id: AiringId.parse('package'),
      title: 'Pair',
      contentDurationMs: 120_000,
      content: {
        kind: 'package',
        package: { virtualAssetId: pair.id, method: null },
        members: [member('other', 0), member('asset', 60_000)],
      },
    };
    return { ...day, airings: [airing, ...rest] };
  }

  beforeEach(async () => {
    await store.channels.insert(CHANNEL);
    await store.sources.insert(buildSource());
    await store.assets.saveMany([buildAsset(), buildAsset({ id: AssetId.parse('other') })]);
  });

  test('keeps its members, in order', async () => {
    const day = dayWithPackage();
    await store.days.insert(day);
    const stored = await store.days.get(CHANNEL.id, DATE);
    expect(stored).toEqual(day);
    expect(stored?.airings[1]?.content.kind).toBe('asset');
  });

  test('counts for each of its members, once and while its day lives', async () => {
    const day = dayWithPackage();
    await store.days.insert(day);
    const other = AssetId.parse('other');
    expect(await store.days.countAiringsOf(other, day.startAt)).toBe(1);
    expect(await store.days.countAiringsOf(other, day.startAt + 1)).toBe(0);
    const starts = await store.days.lastStartsBefore(CHANNEL.id, [other], day.endAt);
    expect([...starts]).toEqual([['other', day.startAt]]);
    const before = await store.days.lastStartsBefore(CHANNEL.id, [other], day.startAt);
    expect(before.size).toBe(0);
    await store.days.supersede(
      buildDay(CHANNEL, DATE, { id: ScheduleDayId.parse('second') }),
      buildOverride({ targetId: day.id }),
    );
    expect(await store.days.countAiringsOf(other, day.startAt)).toBe(0);
    expect((await store.days.lastStartsBefore(CHANNEL.id, [other], day.endAt)).size).toBe(0);
  });
});
