import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { validateSeams } from '#shared/log/read/validate-seams.ts';
import type { Asset } from '#shared/model/asset.ts';
import type { Channel } from '#shared/model/channel.ts';
import { AssetId } from '#shared/model/ids.ts';
import type { LogBlock, LogEvent } from '#shared/model/log.ts';
import type { DayChange } from '#shared/model/override.ts';
import { MS_PER_HOUR } from '#shared/time/units.ts';
import { addDays, parseInstant } from '#shared/time/zone.ts';
import { buildAsset } from '#tests/helpers/build-asset.ts';
import { makeRow } from '#tests/helpers/planning-fixtures.ts';
import { createPlanningLab, type PlanningLab } from '#tests/helpers/planning-lab.ts';

const NOW_AT = parseInstant('2026-03-09T12:10:00Z');
const TODAY = '2026-03-09';
const LOCKED_HOURS = 2;
let lab: PlanningLab;
let channel: Channel;

beforeEach(async () => {
  lab = await createPlanningLab({
    startAt: NOW_AT,
    settings: { lockedWindowHours: LOCKED_HOURS, logHorizonHours: 6 },
  });
  channel = await lab.addChannel();
  await lab.addPlan(channel, [
    makeRow(0, 720, `series:${lab.alpha}`),
    makeRow(720, 720, `series:${lab.beta}`),
  ]);
  await lab.horizon.evaluate();
});

afterEach(() => lab.dispose());

function logOf(): Promise<LogBlock[]> {
  const endAt = NOW_AT + 72 * MS_PER_HOUR;
  return lab.store.log.blocksIn(channel.id, { startAt: NOW_AT, endAt });
}

/** The blocks that are locked now, and those that are not. */
function split(blocks: readonly LogBlock[]): [LogBlock[], LogBlock[]] {
  const lockedAt = lab.clock.nowAt() + LOCKED_HOURS * MS_PER_HOUR;
  return [
    blocks.filter(({ startAt }) => startAt < lockedAt),
    blocks.filter(({ startAt }) => startAt >= lockedAt),
  ];
}

const eventsOf = (blocks: readonly LogBlock[]): LogEvent[] => blocks.flatMap((it) => it.events);

function sumOf(blocks: readonly LogBlock[]): number {
  return eventsOf(blocks).reduce((sum, { durationMs }) => sum + durationMs, 0);
}

async function addSpots(count: number, seconds: number): Promise<Asset[]> {
  const spots = Array.from({ length: count }, (_, index) =>
    buildAsset({
      id: AssetId.parse(`new-spot-${String(index)}`),
      kind: 'commercial',
      durationMs: seconds * 1_000,
    }),
  );
  await lab.store.assets.saveMany(spots);
  return spots;
}

const airs = (blocks: readonly LogBlock[], spots: readonly Asset[]): boolean =>
  eventsOf(blocks).some(({ assetId }) => spots.some(({ id }) => id === assetId));

const request = (part: { startAt?: number; endAt?: number; keepsHandChanges?: boolean } = {}) => ({
  channelId: channel.id,
  startAt: part.startAt ?? null,
  endAt: part.endAt ?? null,
  keepsHandChanges: part.keepsHandChanges ?? true,
  reason: 'new spots',
});

async function firstSpot(from: readonly LogBlock[]): Promise<LogEvent> {
  const found = eventsOf(from).find(({ kind, interstitialKind }) => {
    return kind === 'interstitial' && interstitialKind === 'commercial';
  });
  if (!found) throw new Error('There is no commercial.');
  return found;
}

describe('the part of the log that is not locked', () => {
  test('follows the pool of interstitials, and what is locked does not', async () => {
    const before = await logOf();
    const spots = await addSpots(40, 15);
    await lab.horizon.evaluate();
    const after = await logOf();
    const [locked, free] = split(after);
    expect(locked.length).toBeGreaterThan(3);
    expect(locked).toEqual(split(before)[0]);
    expect(airs(free, spots)).toBe(true);
    expect(validateSeams(channel, after)).toEqual([]);
    expect(sumOf(free)).toBe(sumOf(split(before)[1]));
    expect(await lab.store.log.superseded(channel.id)).toEqual([]);
  });

  test('follows the break rules of the channel', async () => {
    const before = await logOf();
    const breakRules = { ...channel.breakRules, cutsContent: false };
    channel = { ...channel, breakRules, version: 2 };
    await lab.store.channels.update(channel);
    await lab.horizon.evaluate();
    const [locked, free] = split(await logOf());
    expect(locked).toEqual(split(before)[0]);
    const actsOf = (block: LogBlock) => block.events.filter(({ kind }) => kind === 'act').length;
    expect(locked.every((block) => actsOf(block) > 1)).toBe(true);
    expect(free.every((block) => actsOf(block) === 1)).toBe(true);
    expect(validateSeams(channel, await logOf())).toEqual([]);
  });

  test('follows its day in the same step as the day is changed', async () => {
    const [locked, free] = split(await logOf());
    const target = free[2] as LogBlock;
    const change: DayChange = {
      type: 'replace',
      airingId: target.airingId,
      scope: 'airing',
      assetId: AssetId.parse('alpha-e25'),
    };
    const wanted = { channelId: channel.id, date: TODAY, change, reason: 'a wish' };
    const { day } = await lab.horizon.changeDay({ ...wanted, baseDayId: null });
    const after = await logOf();
    expect(split(after)[0]).toEqual(locked);
    const made = after.find(({ startAt }) => startAt === target.startAt);
    expect(made?.scheduleDayId).toBe(day.id);
    expect(made?.events.find(({ kind }) => kind === 'act')?.assetId).toBe('alpha-e25');
    const ids = new Set(day.airings.map(({ id }) => id));
    expect(split(after)[1].every(({ airingId }) => ids.has(airingId))).toBe(true);
    expect(validateSeams(channel, after)).toEqual([]);
  });

  test('follows a day that is generated again', async () => {
    const [locked] = split(await logOf());
    await lab.addPlan(channel, [makeRow(0, 1_440, `series:${lab.beta}`)], { priority: 99 });
    await lab.horizon.generateDay({
      channelId: channel.id,
      date: TODAY,
      force: true,
      reason: 'a new plan',
    });
    const after = await logOf();
    expect(split(after)[0]).toEqual(locked);
    const acts = eventsOf(split(after)[1]).filter(({ kind }) => kind === 'act');
    expect(acts.every(({ assetId }) => assetId?.startsWith('beta'))).toBe(true);
    expect(validateSeams(channel, after)).toEqual([]);
  });

  test('is left as it is while nothing changes, after a restart too', async () => {
    const before = await logOf();
    await lab.horizon.evaluate();
    await lab.restart().evaluate();
    expect(await logOf()).toEqual(before);
  });

  test('grows and is locked as time goes on', async () => {
    await addSpots(40, 15);
    for (let hour = 0; hour < 6; hour += 1) {
      await lab.clock.advance(MS_PER_HOUR);
      const [locked] = split(await logOf());
      await lab.horizon.evaluate();
      const after = await logOf();
      expect(after.slice(0, locked.length)).toEqual(locked);
      expect(validateSeams(channel, after)).toEqual([]);
      expect(after.at(-1)?.endAt).toBeGreaterThanOrEqual(lab.clock.nowAt() + 6 * MS_PER_HOUR);
    }
    expect(lab.faults).toEqual([]);
  });
});

describe('replanning by hand', () => {
  test('shows what it would change, then does exactly that, with a record', async () => {
    await addSpots(40, 15);
    const before = await logOf();
    const preview = await lab.horizon.previewReplan(request());
    expect(await logOf()).toEqual(before);
    const replanned = await lab.horizon.replanLog(request());
    expect(replanned).toEqual(preview);
    expect(replanned.lockedUntil).toBe(split(before)[0].at(-1)?.endAt);
    expect(replanned.changes.length).toBeGreaterThan(3);
    const gone = await lab.store.log.superseded(channel.id);
    const [first] = gone;
    const [record] = await lab.store.days.overridesOf(first?.block.id ?? '');
    expect(record).toMatchObject({ layer: 'log', reason: 'new spots', change: { type: 'replan' } });
    expect(gone.every(({ recordId }) => recordId === record?.id)).toBe(true);
    const again = await lab.horizon.replanLog(request());
    expect(again.changes).toEqual([]);
  });

  test('changes only the part that is asked for; what follows is at most numbered anew', async () => {
    await addSpots(40, 15);
    const before = await logOf();
    const [, free] = split(before);
    const [startAt, endAt] = [free[1]?.startAt ?? 0, free[3]?.startAt ?? 0];
    const { changes } = await lab.horizon.replanLog(request({ startAt, endAt }));
    expect(changes.map((change) => change.startAt)).toEqual([startAt, free[2]?.startAt]);
    const after = await logOf();
    expect(validateSeams(channel, after)).toEqual([]);
    const shown = (blocks: readonly LogBlock[]) =>
      eventsOf(blocks.filter((it) => it.startAt < startAt || it.startAt >= endAt)).map((event) => [
        ...[event.assetId, event.startAt, event.durationMs, event.firstFrame, event.assetInFrame],
      ]);
    expect(shown(after)).toEqual(shown(before));
  });

  test('never reaches what is locked', async () => {
    await addSpots(40, 15);
    const before = await logOf();
    const { changes } = await lab.horizon.replanLog(request({ startAt: NOW_AT }));
    const [locked] = split(before);
    expect(changes.every(({ startAt }) => startAt >= (locked.at(-1)?.endAt ?? 0))).toBe(true);
    expect(split(await logOf())[0]).toEqual(locked);
  });
});

describe('changing one item of a break', () => {
  const reason = 'the sponsor asked';
  const changeItem = (event: LogEvent, assetId: string | null, unlock = false) =>
    lab.horizon.changeBreakItem({
      channelId: channel.id,
      reason,
      unlock,
      change:
        assetId === null
          ? { type: 'drop', eventId: event.id }
          : { type: 'swap', eventId: event.id, assetId: AssetId.parse(assetId) },
    });

  test('puts another spot in its place, records it first, and the break keeps its length', async () => {
    const before = await logOf();
    const spot = await firstSpot(split(before)[1]);
    const { block, record } = await changeItem(spot, 'promo-01');
    expect(record).toMatchObject({ layer: 'log', targetId: spot.blockId, reason });
    expect(await lab.store.days.overridesOf(spot.blockId)).toEqual([record]);
    const after = await logOf();
    expect(validateSeams(channel, after)).toEqual([]);
    expect(after.find(({ id }) => id === block.id)).toEqual(block);
    const there = block.events.find(({ startAt }) => startAt === spot.startAt);
    expect(there).toMatchObject({ assetId: 'promo-01', lineage: { rule: 'override', reason } });
    const lengthOf = (of: readonly LogEvent[]): number =>
      of
        .filter(({ breakIndex }) => breakIndex === spot.breakIndex)
        .reduce((sum, { durationMs }) => sum + durationMs, 0);
    const stored = before.find(({ id }) => id === block.id);
    expect(lengthOf(block.events)).toBe(lengthOf(stored?.events ?? []));
    expect(sumOf(after)).toBe(sumOf(before));
  });

  test('stays when the rest is made anew, until the operator discards it', async () => {
    const spot = await firstSpot(split(await logOf())[1]);
    await changeItem(spot, null);
    await addSpots(40, 15);
    await lab.horizon.evaluate();
    const isOpen = async (): Promise<boolean> =>
      eventsOf(await logOf()).some(({ startAt, lineage }) => {
        return startAt === spot.startAt && lineage.rule === 'override';
      });
    expect(await isOpen()).toBe(true);
    await lab.horizon.replanLog(request({ keepsHandChanges: false }));
    expect(await isOpen()).toBe(false);
    expect(validateSeams(channel, await logOf())).toEqual([]);
  });

  test('needs the lock to be opened where it is locked, and a block that is not on the air', async () => {
    const before = await logOf();
    const [onAir, next] = before as [LogBlock, LogBlock];
    const [shown, locked] = [await firstSpot([onAir]), await firstSpot([next])];
    await expect(changeItem(locked, null)).rejects.toMatchObject({ code: 'day-frozen' });
    await expect(changeItem(shown, null, true)).rejects.toMatchObject({ code: 'day-frozen' });
    expect(await logOf()).toEqual(before);
    await changeItem(locked, null, true);
    const after = await logOf();
    expect(after[0]).toEqual(onAir);
    expect(after[1]).not.toEqual(next);
    expect(validateSeams(channel, after)).toEqual([]);
  });

  test('refuses what does not fit and what is no spot', async () => {
    const [, free] = split(await logOf());
    const spot = await firstSpot(free);
    await addSpots(1, 1_200);
    await expect(changeItem(spot, 'new-spot-0')).rejects.toMatchObject({ code: 'conflict' });
    await expect(changeItem(spot, 'movie-80')).rejects.toMatchObject({ code: 'not-eligible' });
    const act = eventsOf(free).find(({ kind }) => kind === 'act') as LogEvent;
    await expect(changeItem(act, null)).rejects.toMatchObject({ code: 'conflict' });
    await expect(
      changeItem({ ...spot, id: 'nothing' as LogEvent['id'] }, null),
    ).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('a channel whose whole log is locked', () => {
  test('never changes what is stored, whatever changes around it', async () => {
    const whole = await createPlanningLab({ startAt: NOW_AT });
    try {
      const own = await whole.addChannel();
      await whole.addPlan(own, [makeRow(0, 1_440, `series:${whole.alpha}`)]);
      await whole.horizon.evaluate();
      await whole.horizon.extendLogDays(own.id, 2);
      const all = { startAt: NOW_AT, endAt: NOW_AT + 96 * MS_PER_HOUR };
      const before = await whole.store.log.blocksIn(own.id, all);
      await whole.store.assets.saveMany([
        buildAsset({ id: AssetId.parse('late'), kind: 'commercial', durationMs: 15_000 }),
      ]);
      await whole.horizon.evaluate();
      const { changes, lockedUntil } = await whole.horizon.replanLog({
        channelId: own.id,
        startAt: null,
        endAt: null,
        keepsHandChanges: true,
        reason: 'new spots',
      });
      expect(changes).toEqual([]);
      expect(lockedUntil).toBe(before.at(-1)?.endAt);
      expect(await whole.store.log.blocksIn(own.id, all)).toEqual(before);
      expect(before.at(-1)?.broadcastDate).toBe(addDays(TODAY, 1));
    } finally {
      await whole.dispose();
    }
  });
});
