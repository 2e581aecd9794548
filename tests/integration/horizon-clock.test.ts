import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { createGuide } from '#main/handlers/guide.ts';
import type { Horizon } from '#main/horizon/horizon.ts';
import { openMediaSequenceMark, type MediaSequenceMark } from '#main/store/media-sequence-mark.ts';
import { validateSeams } from '#shared/log/read/validate-seams.ts';
import type { Channel } from '#shared/model/channel.ts';
import type { LogBlock } from '#shared/model/log.ts';
import { DEFAULT_SETTINGS } from '#shared/model/settings.ts';
import { broadcastDateAt } from '#shared/time/broadcast-day.ts';
import { MS_PER_HOUR, MS_PER_SECOND, type EpochMs } from '#shared/time/units.ts';
import { addDays, datesBetween, parseInstant } from '#shared/time/zone.ts';
import { makeRow } from '#tests/helpers/planning-fixtures.ts';
import { createPlanningLab, type PlanningLab } from '#tests/helpers/planning-lab.ts';

/** 20:10 in New York; the broadcast day began at 06:00. */
const START_AT = parseInstant('2026-03-10T00:10:00Z');
const HOUR = MS_PER_HOUR;
const DAY = 24 * HOUR;
const LOG_MS = DEFAULT_SETTINGS.logHorizonHours * HOUR;
let lab: PlanningLab;
let channel: Channel;
let mark: MediaSequenceMark;
let station: Horizon;

beforeEach(async () => {
  lab = await createPlanningLab({ startAt: START_AT });
  mark = await openMediaSequenceMark(`${lab.folder}/media-sequence.json`);
  channel = await lab.addChannel();
  await lab.addPlan(channel, [
    makeRow(0, 720, `series:${lab.alpha}`),
    makeRow(720, 720, `series:${lab.beta}`),
  ]);
  station = lab.restart({ mediaSequenceMark: mark });
});

afterEach(() => lab.dispose());

async function blockOnAir(): Promise<LogBlock | undefined> {
  const now = lab.clock.nowAt();
  return (await lab.store.log.blocksIn(channel.id, { startAt: now, endAt: now + 1 }))[0];
}

/** The number of the first media segment of the event on the air. */
async function numberOnAir(): Promise<number> {
  const now = lab.clock.nowAt();
  const event = (await blockOnAir())?.events.findLast(({ startAt }) => startAt <= now);
  if (!event) throw new Error('Nothing is on the air.');
  return event.firstMediaSequence;
}

async function settle(): Promise<void> {
  await lab.clock.advance(10 * MS_PER_SECOND);
  await station.evaluate();
}

/** What must hold at any time: days, guide and log without a hole from now to their depths. */
async function expectWhole(): Promise<void> {
  const now = lab.clock.nowAt();
  const blocks = await lab.store.log.blocksIn(channel.id, { startAt: now, endAt: Infinity });
  expect(blocks[0]?.startAt).toBeLessThanOrEqual(now);
  expect(validateSeams(channel, blocks)).toEqual([]);
  blocks.slice(1).forEach((block, index) => {
    const before = blocks[index];
    expect(block.startAt).toBe(before?.endAt);
    expect(block.firstMediaSequence).toBe(
      (before?.firstMediaSequence ?? 0) + (before?.mediaSegmentCount ?? 0),
    );
  });
  expect(blocks.at(-1)?.endAt).toBeGreaterThanOrEqual(now + LOG_MS - 20 * MS_PER_SECOND);
  const airings = await lab.store.days.airingsIn(
    { startAt: now, endAt: blocks.at(-1)?.endAt ?? now },
    channel.id,
  );
  expect(blocks.map(({ airingId }) => airingId)).toEqual(airings.map(({ id }) => id));
  const today = broadcastDateAt(channel, now);
  const days = await lab.store.days.outlines({ channelId: channel.id, from: today });
  const wanted = datesBetween(today, addDays(today, DEFAULT_SETTINGS.scheduleHorizonDays));
  expect(days.map(({ broadcastDate }) => broadcastDate)).toEqual(expect.arrayContaining(wanted));
  const guide = createGuide(lab.store, lab.clock);
  const entries = await guide.list({ startAt: now, endAt: now + 2 * DAY }, channel.id);
  entries.slice(1).forEach((entry, index) => {
    expect(entry.startAt).toBe(entries[index]?.endAt);
  });
  const [report] = await station.report();
  expect(report).toMatchObject({ fault: null, isHealthy: true, logUntil: blocks.at(-1)?.endAt });
}

interface ClockCase {
  readonly name: string;
  /** What is done to the clock, in order: a change, and how long it stays so. */
  readonly changes: readonly { readonly byMs: number; readonly forMs: number }[];
  readonly rules: readonly string[];
}

const AHEAD = 'clock-jumped-ahead';
const BACK = 'clock-set-back';
const CASES: readonly ClockCase[] = [
  {
    name: 'is a day ahead for 25 seconds',
    changes: [
      { byMs: DAY, forMs: 25_000 },
      { byMs: -DAY, forMs: 10_000 },
    ],
    rules: [AHEAD, BACK],
  },
  { name: 'is set back by an hour', changes: [{ byMs: -HOUR, forMs: 10_000 }], rules: [BACK] },
  {
    name: 'is put right after it was eight hours ahead from the start',
    changes: [{ byMs: -8 * HOUR, forMs: 10_000 }],
    rules: [BACK],
  },
  {
    name: 'is put right over the day’s start after it was fifteen hours ahead from the start',
    changes: [{ byMs: -15 * HOUR, forMs: 10_000 }],
    rules: [BACK],
  },
  {
    name: 'jumps because the machine slept for three hours',
    changes: [{ byMs: 3 * HOUR, forMs: 10_000 }],
    rules: [AHEAD],
  },
  {
    name: 'jumps because the machine slept for two days',
    changes: [{ byMs: 2 * DAY, forMs: 10_000 }],
    rules: [AHEAD],
  },
  {
    name: 'goes back and forth',
    changes: [
      { byMs: -2 * HOUR, forMs: 60_000 },
      { byMs: 30 * HOUR, forMs: 40_000 },
      { byMs: -20 * HOUR, forMs: 40_000 },
      { byMs: -11_000, forMs: 40_000 },
    ],
    rules: [BACK, AHEAD, BACK, BACK],
  },
];

describe('while the clock of the machine', () => {
  test.for(CASES)('$name, log, days and guide are whole', async ({ changes, rules }) => {
    await station.start();
    await lab.clock.advance(40_000);
    await expectWhole();
    let seen = await numberOnAir();
    for (const { byMs, forMs } of changes) {
      await lab.clock.jumpTo(lab.clock.nowAt() + byMs);
      await settle();
      expect(await numberOnAir()).toBeGreaterThanOrEqual(seen);
      await lab.clock.advance(forMs);
      await expectWhole();
      seen = await numberOnAir();
    }
    const incidents = await lab.store.incidents.list({
      channelId: channel.id,
      isOpen: false,
      limit: 50,
    });
    expect(
      incidents
        .filter(({ rule }) => rule.startsWith('clock'))
        .map(({ rule }) => rule)
        .reverse(),
    ).toEqual(rules);
    expect(lab.faults).toEqual([]);
  });

  test.for(CASES)(
    '$name, and the station is off meanwhile, they are whole',
    async ({ changes }) => {
      await station.start();
      await lab.clock.advance(40_000);
      let seen = await numberOnAir();
      for (const { byMs, forMs } of changes) {
        await station.stop();
        await lab.clock.jumpTo(lab.clock.nowAt() + byMs);
        station = lab.restart({ mediaSequenceMark: mark });
        await station.start();
        await expectWhole();
        expect(await numberOnAir()).toBeGreaterThanOrEqual(seen);
        await lab.clock.advance(forMs);
        seen = await numberOnAir();
      }
      expect(lab.faults).toEqual([]);
    },
  );

  test('jumps, the log is laid before the next evaluation is due', async () => {
    await station.start();
    await lab.clock.jumpTo(START_AT + 2 * DAY);
    await station.report();
    await station.stop();
    expect(await blockOnAir()).toBeDefined();
  });

  test('is set back, the blocks on the air stay and what was laid too far ahead is recorded', async () => {
    await station.start();
    const before = await lab.store.log.blocksIn(channel.id, {
      startAt: START_AT,
      endAt: Infinity,
    });
    await lab.clock.jumpTo(START_AT + DAY);
    await settle();
    await lab.clock.jumpTo(START_AT);
    await settle();
    const after = await lab.store.log.blocksIn(channel.id, {
      startAt: START_AT,
      endAt: before.at(-1)?.endAt ?? 0,
    });
    expect(after.map(({ id, airingId }) => [id, airingId])).toEqual(
      before.map(({ id, airingId }) => [id, airingId]),
    );
    const gone = await lab.store.log.superseded(channel.id);
    expect(gone.some(({ block }) => block.startAt >= START_AT + DAY - HOUR)).toBe(true);
    const [record] = await lab.store.days.overridesOf(before[0]?.id ?? '');
    expect(record?.reason).toContain('set back');
  });

  test('is right, a hole in an old log is found and filled', async () => {
    await station.start();
    await station.stop();
    const blocks = await lab.store.log.blocksIn(channel.id, {
      startAt: START_AT,
      endAt: Infinity,
    });
    const ahead: EpochMs = START_AT + DAY;
    const jumped = lab.restart({ mediaSequenceMark: mark });
    await lab.clock.jumpTo(ahead);
    await jumped.evaluate();
    await lab.clock.jumpTo(START_AT);
    station = lab.restart({ mediaSequenceMark: mark });
    await station.start();
    await expectWhole();
    expect(await lab.store.log.outlinesIn(channel.id, { startAt: ahead, endAt: Infinity })).toEqual(
      [],
    );
    expect(blocks.length).toBeGreaterThan(5);
  });
});
