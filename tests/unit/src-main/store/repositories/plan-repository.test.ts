import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import type { Store } from '#main/store/store.ts';
import {
  AssetId,
  AssignmentId,
  ChannelId,
  LabelId,
  PlanId,
  SeriesId,
  ZoneId,
} from '#shared/model/ids.ts';
import { EPISODE_POLICIES } from '#shared/model/episode-policy.ts';
import { Plan, PlanLabel, type Assignment } from '#shared/model/plan.ts';
import { DEFAULT_ZONE_FIELDS } from '#shared/model/zone.ts';
import { buildAsset, buildSource } from '#tests/helpers/build-asset.ts';
import { buildChannel } from '#tests/helpers/build-channel.ts';
import { buildAssignment, buildDay, buildPlan } from '#tests/helpers/build-schedule.ts';
import { createTemporaryStore, type TemporaryStore } from '#tests/helpers/temporary-store.ts';

const PLAN = PlanId.parse('plan');
const OTHER_CHANNEL = ChannelId.parse('other');
const LABEL: PlanLabel = { id: LabelId.parse('label'), name: 'Cartoons', description: 'Loud' };

let temporary: TemporaryStore;
let store: Store;

beforeEach(async () => {
  temporary = await createTemporaryStore();
  store = temporary.store;
  await store.channels.insert(buildChannel());
  await store.channels.insert(buildChannel({ id: OTHER_CHANNEL, number: 2 }));
  await store.sources.insert(buildSource());
  await store.assets.saveMany([
    buildAsset(),
    buildAsset({
      id: AssetId.parse('episode'),
      kind: 'episode',
      seriesId: SeriesId.parse('cheers'),
      seriesTitle: 'Cheers',
    }),
  ]);
});

afterEach(async () => {
  await temporary.dispose();
});

function row(id: string, fields: Partial<Assignment> = {}): Assignment {
  return buildAssignment({ id: AssignmentId.parse(id), ...fields });
}

describe('insert', () => {
  test('stores a plan with its rows, ordered by start whatever order they came in', async () => {
    const late = row('late', {
      startOffsetMinutes: 600,
      operatorIntent: 'uncut',
      isHardStart: true,
    });
    const early = row('early', {
      startOffsetMinutes: 0,
      content: { type: 'series', seriesId: SeriesId.parse('cheers') },
      episodePolicy: 'random',
    });
    const plan = buildPlan({
      cron: '* * * * 1-5',
      startDate: '2026-01-01',
      endDate: '2026-12-31',
      yearlyRange: { from: '12-20', to: '01-06' },
      alternation: { unit: 'week', every: 2, anchorDate: '2026-01-05' },
      layering: 'merge',
      assignments: [late, early],
    });
    await store.plans.insert(plan);
    const stored = await store.plans.get(PLAN);
    expect(stored).toEqual({ ...plan, assignments: [early, late] });
    expect(Plan.parse(stored)).toEqual(stored);
    expect(await store.plans.get(PlanId.parse('none'))).toBeNull();
  });

  test('stores rows of lists and rules, and zones, as they are', async () => {
    const cheers = { type: 'series' as const, seriesId: SeriesId.parse('cheers') };
    const film = { type: 'asset' as const, assetId: AssetId.parse('asset') };
    const plan = buildPlan({
      assignments: [
        row('list', { content: { type: 'list', items: [cheers, film, cheers] } }),
        row('rule', {
          startOffsetMinutes: 60,
          content: { type: 'rule', rule: { kind: ['movie'], notAiredWithinHours: 1.5 } },
          episodePolicy: 'least-recently-used',
        }),
        row('random', { startOffsetMinutes: 120, content: { type: 'random', rule: {} } }),
      ],
      zones: [
        {
          ...DEFAULT_ZONE_FIELDS,
          id: ZoneId.parse('z'),
          name: 'Night',
          startOffsetMinutes: 1_320,
          endOffsetMinutes: 0,
          items: [cheers],
          dayFilters: ['FRI', 'SAT'],
          isEnabled: false,
          effectiveStart: '2026-01-01',
          dstPolicy: 'reject',
        },
      ],
    });
    await store.plans.insert(plan);
    expect(await store.plans.get(PLAN)).toEqual(plan);
    const { zones: _zones, ...without } = plan;
    await store.plans.update({ ...without, version: 2 });
    expect(await store.plans.get(PLAN)).toEqual({ ...without, version: 2 });
  });

  test('stores a row of every policy', async () => {
    const assignments = EPISODE_POLICIES.map((episodePolicy, index) =>
      row(`row-${String(index)}`, { startOffsetMinutes: index * 60, episodePolicy }),
    );
    const plan = buildPlan({ assignments });
    await store.plans.insert(plan);
    expect(await store.plans.get(PLAN)).toEqual(plan);
  });

  test('refuses the name of another plan of the channel, trimmed and in any case', async () => {
    await store.plans.insert(buildPlan({ name: 'Weekdays' }));
    const id = PlanId.parse('second');
    await expect(store.plans.insert(buildPlan({ id, name: '  WEEKdays ' }))).rejects.toMatchObject({
      code: 'already-exists',
      details: { field: 'name' },
    });
    await store.plans.insert(buildPlan({ id, name: 'Weekdays', channelId: OTHER_CHANNEL }));
    expect(await store.plans.list()).toHaveLength(2);
  });

  test('refuses a name of 256 characters', async () => {
    await expect(store.plans.insert(buildPlan({ name: 'x'.repeat(256) }))).rejects.toMatchObject({
      code: 'invalid-input',
    });
  });

  test('refuses a plan of a channel that does not exist', async () => {
    const lost = buildPlan({ channelId: ChannelId.parse('nowhere') });
    await expect(store.plans.insert(lost)).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('list', () => {
  test('orders by channel, then priority, then name', async () => {
    const plan = (name: string, priority: number, channelId = ChannelId.parse('retro')) =>
      buildPlan({ id: PlanId.parse(name), name, priority, channelId });
    for (const each of [plan('c', 1), plan('b', 9), plan('a', 1), plan('d', 5, OTHER_CHANNEL)]) {
      await store.plans.insert(each);
    }
    const names = async (channelId?: ChannelId) =>
      (await store.plans.list(channelId)).map(({ name }) => name);
    expect(await names()).toEqual(['d', 'b', 'a', 'c']);
    expect(await names(OTHER_CHANNEL)).toEqual(['d']);
  });
});

describe('update', () => {
  test('writes fields, rows and draft', async () => {
    const plan = buildPlan({ assignments: [row('a')] });
    await store.plans.insert(plan);
    const drafted: Plan = {
      ...plan,
      version: 2,
      priority: 7,
      draft: [row('a', { durationMinutes: 30 }), row('b', { startOffsetMinutes: 30 })],
    };
    await store.plans.update(drafted);
    expect(await store.plans.get(PLAN)).toEqual(drafted);
    const emptied: Plan = { ...drafted, version: 3, draft: [] };
    await store.plans.update(emptied);
    expect(await store.plans.get(PLAN)).toEqual(emptied);
    const published: Plan = { ...emptied, version: 4, assignments: [], draft: null };
    await store.plans.update(published);
    expect(await store.plans.get(PLAN)).toEqual(published);
  });

  test('refuses a version that is no longer the latest and changes nothing', async () => {
    const plan = buildPlan({ assignments: [row('a')] });
    await store.plans.insert(plan);
    const late = store.plans.update({ ...plan, version: 3, assignments: [] });
    await expect(late).rejects.toMatchObject({ code: 'stale-version' });
    expect(await store.plans.get(PLAN)).toEqual(plan);
    const ghost = buildPlan({ id: PlanId.parse('ghost'), version: 2 });
    await expect(store.plans.update(ghost)).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('delete', () => {
  test('takes the rows with it', async () => {
    await store.plans.insert(buildPlan({ assignments: [row('a')], draft: [row('b')] }));
    expect(await store.plans.countDependents(PLAN)).toEqual({
      assignments: 2,
      zones: 0,
      placedBlocks: 0,
      scheduleDays: 0,
      airings: 0,
      logBlocks: 0,
    });
    await store.plans.delete(PLAN);
    expect(await store.plans.getAssignment(AssignmentId.parse('a'))).toBeNull();
    await expect(store.plans.delete(PLAN)).rejects.toMatchObject({ code: 'not-found' });
  });

  test('is refused while a frozen day comes from the plan', async () => {
    await store.plans.insert(buildPlan());
    await store.days.insert(buildDay(buildChannel(), '2026-01-01', { planId: PLAN }));
    await expect(store.plans.delete(PLAN)).rejects.toMatchObject({ code: 'has-dependents' });
    expect(await store.plans.countDependents(PLAN)).toMatchObject({ scheduleDays: 1, airings: 48 });
  });

  test('is refused while a single airing of another day comes from the plan', async () => {
    await store.plans.insert(buildPlan());
    const day = buildDay(buildChannel(), '2026-01-01');
    const airings = day.airings.map((airing, index) =>
      index === 3 ? { ...airing, lineage: { ...airing.lineage, planId: PLAN } } : airing,
    );
    await store.days.insert({ ...day, airings });
    await expect(store.plans.delete(PLAN)).rejects.toMatchObject({ code: 'has-dependents' });
    expect(await store.plans.countDependents(PLAN)).toMatchObject({ scheduleDays: 0, airings: 1 });
  });
});

describe('getAssignment', () => {
  test('prefers the published row to its draft', async () => {
    await store.plans.insert(
      buildPlan({ assignments: [row('a')], draft: [row('a', { durationMinutes: 5 }), row('b')] }),
    );
    expect(await store.plans.getAssignment(AssignmentId.parse('a'))).toEqual(row('a'));
    expect(await store.plans.getAssignment(AssignmentId.parse('b'))).toEqual(row('b'));
  });
});

describe('deleteLabel', () => {
  test('leaves the rows that had the label without one', async () => {
    await store.plans.insertLabel(LABEL);
    expect(await store.plans.listLabels()).toEqual([LABEL]);
    expect(PlanLabel.parse((await store.plans.listLabels())[0])).toEqual(LABEL);
    await store.plans.insert(buildPlan({ assignments: [row('a', { labelId: LABEL.id })] }));
    await store.plans.deleteLabel(LABEL.id);
    expect(await store.plans.getAssignment(AssignmentId.parse('a'))).toEqual(row('a'));
    await expect(store.plans.deleteLabel(LABEL.id)).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('insertLabel', () => {
  test('refuses the name of another label', async () => {
    await store.plans.insertLabel(LABEL);
    const second = { ...LABEL, id: LabelId.parse('second'), name: ' cartoons' };
    await expect(store.plans.insertLabel(second)).rejects.toMatchObject({
      code: 'already-exists',
      details: { field: 'name' },
    });
  });
});
