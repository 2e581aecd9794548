import { describe, expect, test } from 'vitest';

import { changeOf, gridLines, type ChangeForm } from '#renderer/airing/change-form.ts';
import type { AssetSummary } from '#shared/contract/library.ts';
import type { GuideEntry } from '#shared/model/guide.ts';
import { broadcastDayWindow } from '#shared/time/broadcast-day.ts';

const entry = {
  airingId: 'airing',
  startAt: 1_800_000,
  endAt: 3_600_000,
  contentDurationMs: 22 * 60_000,
} as GuideEntry;

const form: ChangeForm = {
  type: 'replace',
  scope: 'rest-of-day',
  asset: null,
  startAt: entry.startAt,
  keptMinutes: 22,
};

const asset = { id: 'asset' } as AssetSummary;

describe('changeOf', () => {
  test('means nothing while a programme is missing', () => {
    expect(changeOf(entry, form)).toBeNull();
    expect(changeOf(entry, { ...form, type: 'insert' })).toBeNull();
  });

  test('means nothing while the start or the length is what it was', () => {
    expect(changeOf(entry, { ...form, type: 'shift' })).toBeNull();
    expect(changeOf(entry, { ...form, type: 'trim' })).toBeNull();
  });

  test('carries the airing, its reach and only the fields of its type', () => {
    const target = { airingId: 'airing', scope: 'rest-of-day' };
    expect(changeOf(entry, { ...form, asset })).toEqual({
      ...target,
      type: 'replace',
      assetId: 'asset',
    });
    expect(changeOf(entry, { ...form, type: 'remove', asset })).toEqual({
      ...target,
      type: 'remove',
    });
    expect(changeOf(entry, { ...form, type: 'shift', startAt: 0 })).toEqual({
      ...target,
      type: 'shift',
      startAt: 0,
    });
    expect(changeOf(entry, { ...form, type: 'trim', keptMinutes: 20 })).toEqual({
      ...target,
      type: 'trim',
      contentDurationMs: 1_200_000,
    });
  });
});

describe('gridLines', () => {
  const channel = { timezone: 'America/New_York', dayStart: '00:00', gridMinutes: 30 };

  test('names an hour that comes twice apart', () => {
    const day = broadcastDayWindow(channel, '2026-11-01');
    const labels = gridLines(day, 30, channel.timezone, day.startAt).map(({ label }) => label);

    expect(labels).toHaveLength(50);
    expect(new Set(labels).size).toBe(50);
    expect(labels.slice(2, 6)).toEqual(['01:00', '01:30', '01:00 (again)', '01:30 (again)']);
  });

  test('leaves out what lies behind', () => {
    const day = broadcastDayWindow(channel, '2026-11-03');
    const nowAt = day.startAt + 61 * 60_000;

    expect(gridLines(day, 30, channel.timezone, nowAt)[0]).toEqual({
      startAt: day.startAt + 90 * 60_000,
      label: '01:30',
    });
  });
});
