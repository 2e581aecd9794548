import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { guideEntryOf, viewerEntriesOf } from '#shared/guide/entries.ts';
import { expandAirings } from '#shared/log/expand.ts';
import { breakPreset } from '#shared/model/break-presets.ts';
import type { Channel } from '#shared/model/channel.ts';
import type { Assignment } from '#shared/model/plan.ts';
import { EMPTY_CARRY, type Airing } from '#shared/model/schedule-day.ts';
import { buildCatalog, type CatalogAsset } from '#shared/planning/choose/catalog.ts';
import { resolveDay } from '#shared/planning/resolve/resolve-day.ts';
import { overrideDay } from '#shared/planning/revise/override-day.ts';
import {
  makeChannel,
  makeEpisodes,
  makeInterstitials,
  makePlan,
  makeRow,
  plannedBy,
} from '#tests/helpers/planning-fixtures.ts';

const MINUTE = 60_000;
const SPOTS = [
  ...makeInterstitials('commercial', 40, 30),
  ...makeInterstitials('bumper', 5, 5),
  ...makeInterstitials('trailer', 40, 47),
];

interface Setting {
  readonly fields?: Partial<Channel>;
  readonly library?: readonly CatalogAsset[];
  readonly row?: Partial<Assignment>;
  readonly minutes?: number;
}

/** The first airing of a row of shorts on a channel whose guide has an entry for each, and its log. */
function air({ fields, library, row, minutes = 30 }: Setting) {
  const channel = makeChannel({
    ...breakPreset('us-half-hour'),
    defaultProgramming: { kind: 'slate' },
    shortsInGuide: 'each',
    ...fields,
  });
  const catalog = buildCatalog(library ?? [...makeEpisodes('toons', 40, 7), ...SPOTS], []);
  const planned = plannedBy([makePlan('plan', [makeRow(120, minutes, 'series:toons', row)])]);
  const date = '2026-02-10';
  const { day } = resolveDay({ channel, date, planned, catalog, carryIn: EMPTY_CARRY });
  const airing = day.airings.find(({ lineage }) => lineage.rule === 'assignment') as Airing;
  return { channel, catalog, planned, day, airing };
}

/** When the first picture of each asset is on the air, by the log. */
function startsInLog({
  channel,
  catalog,
  airing,
}: Pick<ReturnType<typeof air>, 'channel' | 'catalog' | 'airing'>) {
  const [block] = expandAirings({ channel, airings: [airing], catalog, history: new Map() });
  const starts = new Map<string, number>();
  let at = airing.startAt;
  for (const { kind, assetId, durationMs } of block?.events ?? []) {
    if (kind === 'act' && assetId !== null && !starts.has(assetId)) starts.set(assetId, at);
    at += durationMs;
  }
  expect(at).toBe(airing.endAt);
  return starts;
}

/** Every entry is on the air when the guide says, and each begins where the one before it ends. */
function expectTrue(of: Pick<ReturnType<typeof air>, 'channel' | 'catalog' | 'airing'>): void {
  const entries = viewerEntriesOf(of.airing);
  const starts = startsInLog(of);
  expect(entries.map(({ assetId, startAt }) => [assetId, startAt])).toEqual([...starts]);
  expect(entries[0]?.startAt).toBe(of.airing.startAt);
  expect(entries.at(-1)?.endAt).toBe(of.airing.endAt);
  entries.slice(1).forEach((entry, index) => {
    expect(entry.startAt).toBe(entries[index]?.endAt);
  });
}

const chaptered = makeEpisodes('toons', 40, 7).map((asset) => ({
  ...asset,
  breakpointsMs: [120_000, 240_000],
}));

describe('an entry of the guide for each short', () => {
  /** What, the setting, how many entries, and the minutes of the break between two. */
  const cases: [string, Setting, number, number][] = [
    ['of half an hour with three breaks', {}, 3, 3],
    ['without spots: the breaks are black', { library: makeEpisodes('toons', 40, 7) }, 3, 3],
    ['with chapters in them, which are not cut at', { library: [...chaptered, ...SPOTS] }, 3, 3],
    [
      'that are not cut: all breaks are after the last',
      { fields: breakPreset('movie-channel') },
      4,
      0,
    ],
    ['uncut by the row', { row: { breakRules: { cutsContent: false } } }, 4, 0],
    ['with a limit of each break', { row: { breakRules: { maximumBreakMs: 60_000 } } }, 3, 1],
    ['where no break is allowed', { row: { breakRules: { maximumBreaksPerHour: 0 } } }, 4, 0],
    [
      'where one break an hour is allowed',
      { row: { breakRules: { maximumBreaksPerHour: 2 } } },
      3,
      0,
    ],
    [
      'in a row that is filled',
      { minutes: 90, row: { fill: { kinds: ['trailer'] }, packing: 'always' } },
      3,
      3,
    ],
  ];

  test.each(cases)('%s', (_what, setting, count, breakMinutes) => {
    const of = air(setting);
    const entries = viewerEntriesOf(of.airing);

    expect(entries).toHaveLength(count);
    expect(entries.map(({ part }) => part)).toEqual(entries.map((_entry, index) => index));
    expect(entries[0]).toMatchObject({
      kind: 'episode',
      title: 'The toons show',
      episodeTitle: 'Part 1',
    });
    expect((entries[1]?.startAt ?? 0) - of.airing.startAt).toBe((7 + breakMinutes) * MINUTE);
    expectTrue(of);
  });

  test('is none where the channel likes one for the slot, nor for the operator', () => {
    const together = air({ fields: { shortsInGuide: 'slot' } });
    expect(viewerEntriesOf(together.airing)).toEqual([guideEntryOf(together.airing)]);
    expect(guideEntryOf(air({}).airing)).toMatchObject({
      kind: 'package',
      endAt: together.airing.endAt,
    });
  });

  test.each([
    ['cut off in the second', 10, 2],
    ['cut off after the first', 5, 1],
  ])('stands for what a change by hand leaves: %s', (_what, contentMinutes, count) => {
    const { channel, catalog, planned, day, airing } = air({});
    const changed = overrideDay({
      channel,
      catalog,
      planned,
      day: { ...day, frozenAt: 0 },
      carryIn: EMPTY_CARRY,
      isNextDayFrozen: false,
      reason: 'news',
      lockedUntil: 0,
      edit: {
        type: 'trim',
        airingId: airing.id,
        contentDurationMs: contentMinutes * MINUTE,
        scope: 'airing',
      },
    });
    const left = changed.airings.find(({ startAt }) => startAt === airing.startAt) as Airing;
    expect(viewerEntriesOf(left)).toHaveLength(count);
    if (count > 1) expectTrue({ channel, catalog, airing: left });
  });

  test('is true to the millisecond whatever the shorts, the grid and the rules', () => {
    fc.assert(
      fc.property(
        fc.record({
          lengths: fc.array(fc.integer({ min: 20_000, max: 14 * MINUTE }), {
            minLength: 2,
            maxLength: 30,
          }),
          gridMinutes: fc.constantFrom(15 as const, 30 as const, 60 as const),
          cutsContent: fc.boolean(),
          maximumBreaksPerHour: fc.option(fc.integer({ min: 0, max: 30 })),
          maximumBreakMsPerHour: fc.option(fc.integer({ min: 0, max: 30 * MINUTE })),
          maximumBreakMs: fc.option(fc.integer({ min: 10_000, max: 10 * MINUTE })),
          packing: fc.constantFrom('auto' as const, 'always' as const),
        }),
        ({ lengths, gridMinutes, packing, ...breakRules }) => {
          const toons = makeEpisodes('toons', lengths.length, 7).map((asset, index) => ({
            ...asset,
            durationMs: lengths[index] ?? MINUTE,
          }));
          const of = air({
            fields: { gridMinutes },
            library: [...toons, ...SPOTS],
            row: { breakRules, packing },
            minutes: 60,
          });
          if (viewerEntriesOf(of.airing).length > 1) expectTrue(of);
        },
      ),
    );
  });
});
