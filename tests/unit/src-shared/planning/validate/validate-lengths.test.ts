import { describe, expect, test } from 'vitest';

import { EMPTY_CARRY, type Airing, type AiringMember } from '#shared/model/schedule-day.ts';
import { buildCatalog } from '#shared/planning/choose/catalog.ts';
import { resolveDay } from '#shared/planning/resolve/resolve-day.ts';
import { validateLengths } from '#shared/planning/validate/validate-lengths.ts';
import {
  makeAsset,
  makeChannel,
  makePlan,
  makeRow,
  plannedBy,
} from '#tests/helpers/planning-fixtures.ts';

const channel = makeChannel();
const catalogOf = (seconds: number, id = 'show') =>
  buildCatalog([makeAsset(id, { title: 'Show', durationMs: seconds * 1_000 })]);

/** The day's first airing, of one asset of a minute. */
const { day } = resolveDay({
  channel,
  date: '2026-03-07',
  planned: plannedBy([makePlan('plan', [makeRow(0, 30, 'asset:show')])]),
  catalog: catalogOf(60),
  carryIn: EMPTY_CARRY,
});

function findingsOf(changed: Partial<Airing>, catalog: ReturnType<typeof catalogOf>) {
  const airings = day.airings.slice(0, 1).map((airing) => ({ ...airing, ...changed }));
  return validateLengths(channel.timezone, { ...day, airings }, catalog);
}

describe('validateLengths', () => {
  // How long the file is now in seconds, and what is said.
  test.each([
    [
      20,
      'content-has-shrunk: “Show” is now 0:20 long, shorter than the 1:00 that the day was frozen with.',
      'Rebuild the day: schedule-day rebuild --date 2026-03-07.',
    ],
    [
      59,
      'content-has-shrunk: “Show” is now 0:59 long, shorter than the 1:00 that the day was frozen with.',
      'Rebuild the day: schedule-day rebuild --date 2026-03-07.',
    ],
    [59.1, null, null],
    [60, null, null],
    [60.9, null, null],
    [
      90,
      'content-has-grown: “Show” is now 1:30 long, longer than the 1:00 that the day was frozen with; its end will not be shown.',
      'Bring the day back to its grid: schedule-day rebalance --date 2026-03-07.',
    ],
  ])('tells of a file that is now %d seconds long instead of 60', (seconds, said, remedy) => {
    const findings = findingsOf({}, catalogOf(seconds));
    expect(findings.map((found) => `${found.rule}: ${found.message.slice(7)}`)).toEqual(
      said === null ? [] : [said],
    );
    expect(findings.map((found) => found.remedy)).toEqual(remedy === null ? [] : [remedy]);
    expect(findings.every(({ startAt }) => startAt === day.startAt)).toBe(true);
  });

  test('says nothing of what was shortened by hand, nor of what may no longer air', () => {
    const lineage = day.airings[0]?.lineage;
    if (!lineage) throw new Error('The day has airings.');
    const override = { type: 'trimmed', reason: 'late', fromStartAt: null } as const;
    const trimmed = { lineage: { ...lineage, override }, contentDurationMs: 30_000 };
    expect(findingsOf(trimmed, catalogOf(60))).toEqual([]);
    expect(findingsOf({}, catalogOf(60, 'another'))).toEqual([]);
  });

  test('tells of a member of an airing of several', () => {
    const asset = makeAsset('show', { title: 'Show', durationMs: 60_000 });
    const member: AiringMember = {
      assetId: asset.id,
      kind: 'episode',
      title: 'Member',
      episodeTitle: null,
      seriesId: null,
      seasonNumber: null,
      episodeNumber: null,
      year: null,
      startMs: 0,
      durationMs: 60_000,
      role: 'short',
    };
    const content = { kind: 'shorts', members: [member] } as const;
    expect(findingsOf({ content }, catalogOf(60))).toEqual([]);
    expect(findingsOf({ content }, catalogOf(20)).map(({ message }) => message)).toEqual([
      expect.stringContaining('“Member” is now 0:20 long'),
    ]);
  });
});
