import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { createGuide } from '#main/handlers/guide.ts';
import { openAsRunRecorder } from '#main/playout/as-run-recorder.ts';
import { evidenceInto, readerOver } from '#main/station/playout-store.ts';
import { validateSeams } from '#shared/log/read/validate-seams.ts';
import type { Channel } from '#shared/model/channel.ts';
import { AssetId, type ChannelId } from '#shared/model/ids.ts';
import type { LogBlock } from '#shared/model/log.ts';
import type { DayChange } from '#shared/model/override.ts';
import type { ScheduleDay } from '#shared/model/schedule-day.ts';
import { MS_PER_HOUR, MS_PER_MINUTE, type EpochMs } from '#shared/time/units.ts';
import { addDays, parseInstant } from '#shared/time/zone.ts';
import { makeRow } from '#tests/helpers/planning-fixtures.ts';
import { createPlanningLab, type PlanningLab } from '#tests/helpers/planning-lab.ts';

/** 09:10 in New York: a film of two hours with its breaks runs from 08:00 to 10:00. */
const NOW_AT = parseInstant('2026-03-09T13:10:00Z');
const HALF_PAST_AT = parseInstant('2026-03-09T13:30:00Z');
const FILM_AT = parseInstant('2026-03-09T12:00:00Z');
const TODAY = '2026-03-09';
const NEWS = AssetId.parse('movie-80');
let lab: PlanningLab;
let channel: Channel;
let other: Channel;

async function addChannel(): Promise<Channel> {
  const added = await lab.addChannel();
  await lab.addPlan(added, [
    makeRow(120, 600, 'asset:movie-105'),
    makeRow(720, 720, `series:${lab.beta}`),
  ]);
  return added;
}

beforeEach(async () => {
  // The log begins with the airing that is on when the station starts.
  lab = await createPlanningLab({ startAt: FILM_AT + MS_PER_MINUTE });
  channel = await addChannel();
  other = await addChannel();
  await lab.horizon.evaluate();
  await lab.clock.advance(NOW_AT - lab.clock.nowAt());
  await lab.horizon.evaluate();
});

afterEach(() => lab.dispose());

async function dayOf(of: ChannelId = channel.id, date = TODAY): Promise<ScheduleDay> {
  const day = await lab.store.days.get(of, date);
  if (!day) throw new Error(`${date} is not frozen.`);
  return day;
}

function logOf(of: ChannelId = channel.id): Promise<LogBlock[]> {
  const endAt = NOW_AT + 48 * MS_PER_HOUR;
  return lab.store.log.blocksIn(of, { startAt: FILM_AT, endAt });
}

const preempt = (at: EpochMs, scope: 'airing' | 'until-fixed-start' = 'until-fixed-start') =>
  make({ type: 'preempt', at, assetId: NEWS, scope });

const make = (change: DayChange, unlock = true) =>
  lab.horizon.changeDay({
    channelId: channel.id,
    date: TODAY,
    change,
    unlock,
    reason: 'news',
    baseDayId: null,
  });

describe('an urgent insert into what is on the air', () => {
  test('cuts the airing off at the grid line and goes on from there without a seam', async () => {
    const before = await logOf();
    await preempt(HALF_PAST_AT);
    const after = await logOf();
    expect(validateSeams(channel, after)).toEqual([]);
    const [film, news] = after;
    expect([film?.startAt, film?.endAt]).toEqual([FILM_AT, HALF_PAST_AT]);
    expect(news).toMatchObject({ startAt: HALF_PAST_AT });
    expect(news?.events.find(({ kind }) => kind === 'act')?.assetId).toBe(NEWS);
    // What has been shown, and what is about to be, is the same picture for picture.
    const shown = film?.events.slice(0, -1) ?? [];
    expect(shown.length).toBeGreaterThan(3);
    expect(before[0]?.events.slice(0, shown.length)).toEqual(shown);
    expect(film?.events.at(-1)).toMatchObject({
      assetInFrame: before[0]?.events[shown.length]?.assetInFrame,
      firstMediaSequence: before[0]?.events[shown.length]?.firstMediaSequence,
    });
  });

  test('shortens the airing in its day to what of it has aired, and the guide tells so', async () => {
    const { day } = await preempt(HALF_PAST_AT);
    const film = day.airings.find(({ startAt }) => startAt === FILM_AT);
    const acts = (await logOf())[0]?.events.filter(({ kind }) => kind === 'act') ?? [];
    expect(film).toMatchObject({
      endAt: HALF_PAST_AT,
      contentDurationMs: acts.reduce((sum, { durationMs }) => sum + durationMs, 0),
      lineage: { override: { type: 'trimmed', reason: 'news' } },
    });
    const window = { startAt: HALF_PAST_AT, endAt: HALF_PAST_AT + 1 };
    const [entry] = await createGuide(lab.store, lab.clock).list(window, channel.id);
    expect(entry).toMatchObject({ startAt: HALF_PAST_AT, assetId: NEWS });
  });

  test('is in the as-run record as it aired, picture for picture', async () => {
    const recorder = await openAsRunRecorder(
      readerOver(lab.store),
      evidenceInto(lab.store),
      lab.clock,
    );
    const record = async (): Promise<void> =>
      recorder.record([{ id: channel.id, blocks: await logOf() }]);
    await record();
    await preempt(HALF_PAST_AT);
    await lab.clock.advance(2 * MS_PER_HOUR);
    await lab.horizon.evaluate();
    await record();
    const rows = await lab.store.asRun.list({
      channelId: channel.id,
      startAt: FILM_AT,
      endAt: lab.clock.nowAt(),
      afterId: 0,
      limit: 1_000,
    });
    const log = new Map((await logOf()).flatMap(({ events }) => events).map((it) => [it.id, it]));
    expect(rows.length).toBeGreaterThan(10);
    // The recorder came in the middle of the first.
    expect(rows[0]?.status).toBe('truncated');
    for (const row of rows.slice(1)) {
      const { assetId, frameCount } = row;
      expect(log.get(row.eventId)).toMatchObject({ assetId, frameCount, startAt: row.startedAt });
    }
    expect(rows.slice(1).map(({ startedAt }) => startedAt)).toEqual(
      rows.slice(0, -1).map(({ startedAt, durationMs }) => startedAt + durationMs),
    );
    expect(rows.some(({ assetId }) => assetId === NEWS)).toBe(true);
    const cut = rows.findLast(({ startedAt }) => startedAt < HALF_PAST_AT);
    expect((cut?.startedAt ?? 0) + (cut?.durationMs ?? 0)).toBe(HALF_PAST_AT);
  });

  test('leaves fixed starts and the next day where they are', async () => {
    const before = await dayOf();
    const next = await dayOf(channel.id, addDays(TODAY, 1));
    const { day } = await preempt(HALF_PAST_AT);
    const fixedAt = before.startAt + 12 * MS_PER_HOUR;
    const from = (of: ScheduleDay): unknown[] =>
      of.airings.filter(({ startAt }) => startAt >= fixedAt).map(({ id }) => id);
    expect(from(day)).toEqual(from(before));
    expect(from(day).length).toBeGreaterThan(10);
    expect(await dayOf(channel.id, addDays(TODAY, 1))).toEqual(next);
  });

  test('is recorded for the day and for the log, and what was locked is kept', async () => {
    const before = await logOf();
    const live = await dayOf();
    const { record, impact } = await preempt(HALF_PAST_AT);
    expect(await lab.store.days.overridesOf(live.id)).toEqual([record]);
    const gone = await lab.store.log.superseded(channel.id);
    expect(gone.map(({ block }) => block)).toEqual(before);
    expect(impact.relockedBlocks).toEqual(before.map(({ id }) => id));
    const [first] = before;
    const records = await lab.store.days.overridesOf(first?.id ?? '');
    expect(records).toMatchObject([{ layer: 'log', reason: 'news', change: { type: 'preempt' } }]);
    expect(gone.every(({ recordId }) => recordId === records[0]?.id)).toBe(true);
  });

  test('goes on locking from the new end of the log', async () => {
    await preempt(HALF_PAST_AT);
    await lab.clock.advance(3 * MS_PER_HOUR);
    await lab.horizon.evaluate();
    const log = await logOf();
    expect(validateSeams(channel, log)).toEqual([]);
    expect(log.at(-1)?.endAt).toBeGreaterThanOrEqual(NOW_AT + 9 * MS_PER_HOUR);
    expect(lab.faults).toEqual([]);
  });

  test('needs the lock to be opened, and cannot reach what may be published', async () => {
    const before = await logOf();
    const change: DayChange = {
      type: 'preempt',
      at: HALF_PAST_AT,
      assetId: NEWS,
      scope: 'until-fixed-start',
    };
    await expect(make(change, false)).rejects.toMatchObject({ code: 'day-frozen' });
    await lab.clock.advance(HALF_PAST_AT - 59_000 - lab.clock.nowAt());
    await expect(make(change)).rejects.toMatchObject({ code: 'day-frozen' });
    await expect(preempt(HALF_PAST_AT + 1)).rejects.toMatchObject({ code: 'invalid-input' });
    expect((await logOf()).slice(0, before.length)).toEqual(before);
  });

  test('previews exactly what it then does', async () => {
    const change: DayChange = {
      type: 'preempt',
      at: HALF_PAST_AT,
      assetId: NEWS,
      scope: 'until-fixed-start',
    };
    const before = await logOf();
    const request = { channelId: channel.id, date: TODAY, change, reason: 'news', unlock: true };
    const preview = await lab.horizon.previewChange(request);
    expect(await logOf()).toEqual(before);
    expect(await preempt(HALF_PAST_AT)).toMatchObject(preview);
  });

  test('leaves the days, the log and the numbers of other channels alone', async () => {
    const days = await lab.store.days.list({ channelId: other.id });
    const log = await logOf(other.id);
    expect(log.length).toBeGreaterThan(2);
    await preempt(HALF_PAST_AT);
    await lab.horizon.generateDay({
      channelId: channel.id,
      date: addDays(TODAY, 1),
      force: true,
      reason: 'a wish',
    });
    await lab.store.channels.update({ ...channel, isActive: false, version: 2 });
    expect(await lab.store.days.list({ channelId: other.id })).toEqual(days);
    expect(await logOf(other.id)).toEqual(log);
    await lab.clock.advance(3 * MS_PER_HOUR);
    await lab.horizon.evaluate();
    const grown = await logOf(other.id);
    expect(grown.slice(0, log.length)).toEqual(log);
    expect(grown.length).toBeGreaterThan(log.length);
  });
});
