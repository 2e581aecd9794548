import { describe, expect, test } from 'vitest';

import { expandAirings } from '#shared/log/expand.ts';
import { lockBlocks } from '#shared/log/lock.ts';
import {
  transmissionJsonLines,
  type TransmissionRow,
  transmissionText,
} from '#shared/log/read/transmission-text.ts';
import { DEFAULT_TRAFFIC_RULES } from '#shared/model/traffic.ts';
import { EMPTY_CARRY } from '#shared/model/schedule-day.ts';
import { resolveDay } from '#shared/planning/resolve/resolve-day.ts';
import { parseInstant } from '#shared/time/zone.ts';
import {
  plannedBy,
  makeCatalog,
  makeChannel,
  makePlan,
  makeRow,
} from '#tests/helpers/planning-fixtures.ts';

// A strict cap leaves breaks late in the day without a spot, and so with a row of black.
const channel = makeChannel({
  traffic: { ...DEFAULT_TRAFFIC_RULES, maximumPlaysPerDay: 12, isCooldownStrict: true },
});
const catalog = makeCatalog();
const { airings } = resolveDay({
  channel,
  date: '2026-03-08',
  planned: plannedBy([makePlan('plan', [makeRow(0, 1_440, 'series:alpha')])]),
  catalog,
  carryIn: EMPTY_CARRY,
}).day;
const blocks = lockBlocks({
  channel,
  drafts: expandAirings({ channel, airings, catalog, history: new Map() }),
  firstMediaSequence: 0,
  lockedAt: parseInstant('2026-03-07T10:00:00Z'),
});
const lines = transmissionText(channel, blocks).trimEnd().split('\n');
const rows = lines.slice(9).map((line) => ({
  time: line.slice(0, 8),
  duration: line.slice(9, 17),
  type: line.slice(18, 26).trim(),
  id: line.slice(27).split(' ')[0] ?? '',
}));
const jsonRows = transmissionJsonLines(blocks)
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line) as TransmissionRow);

const secondsOf = (clock: string): number =>
  clock.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);

describe('transmissionText', () => {
  test('names channel, date, zone, lock and version ahead of the rows', () => {
    expect(lines.slice(1, 5)).toEqual([
      'CHANNEL retro-one',
      'DATE 2026-03-08',
      'TIMEZONE_DISPLAY America/New_York',
      'GENERATED_UTC 2026-03-07T10:00:00.000Z',
    ]);
    expect(lines[5]).toMatch(/^TRANSMISSION_LOG_ID [0-9a-f]{32}$/);
    expect(lines[6]).toBe('VERSION 1');
    expect(lines[8]).toMatch(/^TIME {5}DUR {6}TYPE {5}EVENT_ID +TITLE\/ASSET$/);
  });

  test('has a row for each block, event and fence, in air order, and gives pads a type of their own', () => {
    const events = blocks.flatMap((block) => block.events);
    expect(rows).toHaveLength(events.length + 2 * blocks.length);
    const count = (type: string): number => rows.filter((row) => row.type === type).length;
    expect(count('BLOCK')).toBe(blocks.length);
    expect(count('FENCE')).toBe(blocks.length);
    expect(count('PROGRAM')).toBe(events.filter(({ kind }) => kind === 'act').length);
    expect(count('PAD')).toBe(events.filter(({ kind }) => kind === 'pad').length);
    expect(count('AD')).toBeGreaterThan(100);
    expect(count('PAD')).toBeGreaterThan(0);
  });

  test('shows lengths of events that add up to their block', () => {
    let blockSeconds = 0;
    let sum = 0;
    for (const { type, duration } of rows) {
      if (type === 'BLOCK') [blockSeconds, sum] = [secondsOf(duration), 0];
      else if (type === 'FENCE') expect(sum).toBe(blockSeconds);
      else sum += secondsOf(duration);
    }
    expect(blockSeconds).toBe(1_800);
  });

  test('shows the clock of the channel', () => {
    expect(rows[0]?.time).toBe('06:00:00');
    expect(rows.at(-1)).toMatchObject({ time: '06:00:00', type: 'FENCE' });
  });

  test('gives the same bytes for the same blocks, and each event an id of its own', () => {
    expect(transmissionText(channel, blocks)).toBe(transmissionText(channel, blocks));
    expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
  });
});

describe('transmissionJsonLines', () => {
  test('has the rows of the text one to one, in UTC to the millisecond', () => {
    expect(jsonRows.map(({ event_id, type }) => [event_id, type])).toEqual(
      rows.map(({ id, type }) => [id, type]),
    );
    for (const row of jsonRows) {
      expect(parseInstant(row.scheduled_end_utc) - parseInstant(row.scheduled_start_utc)).toBe(
        row.scheduled_duration_ms,
      );
    }
    expect(jsonRows.find(({ type }) => type === 'PROGRAM')?.asset_uri).toBe('asset:alpha-e1');
    expect(jsonRows.find(({ type }) => type === 'PAD')?.asset_uri).toBeNull();
  });

  test('says what is to air and nothing of what happened on the air', () => {
    const keys = [
      ...['event_id', 'block_id', 'scheduled_start_utc', 'scheduled_end_utc'],
      ...['scheduled_duration_ms', 'type', 'asset_uri'],
    ].sort();
    for (const row of jsonRows) expect(Object.keys(row).sort()).toEqual(keys);
    expect(transmissionText(channel, blocks)).not.toMatch(/AIRED|TRUNCATED|SKIPPED|VIEWER/);
  });
});
