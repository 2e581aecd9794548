import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { breakPreset } from '#shared/model/break-presets.ts';
import type { Channel, DefaultProgramming } from '#shared/model/channel.ts';
import { EPISODE_POLICIES } from '#shared/model/episode-policy.ts';
import { AssignmentId, ScheduleDayId, SeriesId, ZoneId } from '#shared/model/ids.ts';
import type { Assignment, ContentReference, Plan } from '#shared/model/plan.ts';
import { assetIdsOf, EMPTY_CARRY, type Airing } from '#shared/model/schedule-day.ts';
import { DEFAULT_ZONE_FIELDS } from '#shared/model/zone.ts';
import { guideEntryOf, membersText } from '#shared/guide/entries.ts';
import { expandAirings } from '#shared/log/expand.ts';
import { buildCatalog, type CatalogAsset } from '#shared/planning/choose/catalog.ts';
import { candidatesFor } from '#shared/planning/explain/airing-candidates.ts';
import { explainAiring } from '#shared/planning/explain/explain-airing.ts';
import type { DraftAiring } from '#shared/planning/resolve/day-builder.ts';
import { resolveDay } from '#shared/planning/resolve/resolve-day.ts';
import { validateDay } from '#shared/planning/validate/validate-day.ts';
import { localTimeAt } from '#shared/time/zone.ts';
import {
  makeChannel,
  makeEpisodes,
  makeInterstitials,
  makePlan,
  makeRow,
  plannedBy,
} from '#tests/helpers/planning-fixtures.ts';

const MINUTE = 60_000;
const SERIES = { type: 'series', seriesId: SeriesId.parse('toons') } as const;
const DATE = '2026-02-10';
const US = { ...breakPreset('us-half-hour'), defaultProgramming: { kind: 'slate' } } as const;

interface Setting {
  readonly fields?: Partial<Channel>;
  readonly library?: readonly CatalogAsset[];
  readonly plan?: Partial<Plan>;
  readonly protectedAirings?: readonly Airing[];
}

function resolve(rows: readonly Assignment[], setting: Setting = {}) {
  const channel = makeChannel({ ...US, ...setting.fields });
  const catalog = buildCatalog(setting.library ?? makeEpisodes('toons', 40, 7), []);
  const planned = plannedBy([makePlan('plan', rows, setting.plan)]);
  const input = { channel, date: DATE, planned, catalog, carryIn: EMPTY_CARRY };
  const { protectedAirings = [] } = setting;
  return { ...resolveDay({ ...input, protectedAirings }), channel, catalog, planned };
}

/** When each airing of the plan starts and which episodes it has: `08:00 1 2 3`. */
function rundown({ day, channel }: ReturnType<typeof resolve>): string[] {
  return day.airings
    .filter(({ lineage }) => lineage.rule !== 'slate')
    .map((airing) => {
      const numbers = assetIdsOf(airing).map((id) => id.replace(/^.*-e/, ''));
      return [localTimeAt(channel.timezone, airing.startAt), ...numbers].join(' ');
    });
}

const frozen = (airing: DraftAiring): Airing => ({
  ...airing,
  scheduleDayId: ScheduleDayId.parse('day'),
});
const toons = (minutes: number, count = 40) => makeEpisodes('toons', count, minutes);
const row = (fields: Partial<Assignment> = {}, minutes = 60) =>
  makeRow(120, minutes, 'series:toons', fields);

const isPacked = ({ content }: Airing): boolean => content.kind === 'shorts';

describe('a row of shorts', () => {
  test('airs as many to a half hour as fit, in order, without a gap over three hours', () => {
    expect(rundown(resolve([row({}, 180)]))).toEqual([
      '08:00 1 2 3',
      '08:30 4 5 6',
      '09:00 7 8 9',
      '09:30 10 11 12',
      '10:00 13 14 15',
      '10:30 16 17 18',
    ]);
  });

  const uncut = { breakRules: { cutsContent: false } } as const;
  const tall = { fields: { gridMinutes: 60 } } as const;
  const cases: [string, number, Partial<Assignment>, Setting, number][] = [
    ['7 minutes, 18 of breaks an hour', 7, {}, {}, 3],
    ['7 minutes, no limit of breaks', 7, {}, { fields: breakPreset('movie-channel') }, 4],
    ['7 minutes, uncut by its row', 7, uncut, {}, 4],
    ['7 minutes, uncut by its plan', 7, {}, { plan: uncut }, 4],
    ['7 minutes, 11 of breaks an hour', 7, {}, { fields: breakPreset('uk-hour') }, 3],
    ['5 minutes', 5, {}, {}, 4],
    ['11 minutes: two are nearer to 21 than one', 11, {}, {}, 2],
    ['14 minutes: one is as near to 21 as two', 14, {}, {}, 1],
    ['14 minutes uncut', 14, uncut, {}, 2],
    ['half of the slot', 15, uncut, {}, 1],
    ['half of the slot, always', 15, { ...uncut, packing: 'always' }, {}, 2],
    ['never', 7, { packing: 'never' }, {}, 1],
    ['22 minutes on a grid of an hour', 22, {}, tall, 2],
    ['42 minutes on a grid of an hour, always', 42, { packing: 'always' }, tall, 1],
    ['a minute: no more than two dozen', 1, uncut, {}, 24],
    ['all there are, none twice', 3, {}, { library: toons(3, 4) }, 4],
  ];

  test.each(cases)('of %s', (_what, minutes, fields, setting, count) => {
    const library = toons(minutes);
    const { day, channel } = resolve([row(fields)], { library, ...setting });
    const [first] = day.airings.filter(({ lineage }) => lineage.rule === 'assignment');
    expect(first && assetIdsOf(first).length).toBe(count);
    expect(first && first.endAt - first.startAt).toBe(channel.gridMinutes * MINUTE);
    expect(first && isPacked(first)).toBe(count > 1);
  });

  test('lets what does not fit wait for the next slot, in its turn', () => {
    const library = toons(7, 6).map((asset) =>
      asset.id === 'toons-e2' ? { ...asset, durationMs: 22 * MINUTE } : asset,
    );
    expect(rundown(resolve([row({}, 120)], { library }))).toEqual([
      '08:00 1',
      '08:30 2',
      '09:00 3 4 5',
      '09:30 6 1',
    ]);
  });

  test('is packed in zones and in default programming too', () => {
    const zone = {
      ...DEFAULT_ZONE_FIELDS,
      id: ZoneId.parse('zone'),
      name: 'Morning',
      startOffsetMinutes: 120,
      endOffsetMinutes: 180,
      items: [SERIES],
    };
    const inZone = resolve([], { plan: { zones: [zone] } });
    expect(rundown(inZone)).toEqual(['08:00 1 2 3', '08:30 4 5 6']);

    const gaps: DefaultProgramming[] = [
      { kind: 'series', seriesId: SERIES.seriesId },
      { kind: 'library' },
      { kind: 'rule', rule: { kind: ['episode'] }, episodePolicy: 'shuffle' },
    ];
    for (const defaultProgramming of gaps) {
      const { day } = resolve([], { fields: { defaultProgramming } });
      expect(new Set(day.airings.map((airing) => assetIdsOf(airing).length))).toEqual(new Set([3]));
    }
  });

  test('is repeated whole by an encore, which moves no order', () => {
    const again: Assignment = {
      ...makeRow(240, 60, 'series:again'),
      content: { type: 'encore', of: AssignmentId.parse(row().id), daysAgo: 0 },
    };
    const late = makeRow(360, 30, 'series:toons');
    expect(rundown(resolve([row(), again, late]))).toEqual([
      '08:00 1 2 3',
      '08:30 4 5 6',
      '10:00 1 2 3',
      '10:30 4 5 6',
      '12:00 7 8 9',
    ]);
  });

  test('is one entry of the guide that names its shorts, and says why', () => {
    const { day, channel, catalog, planned } = resolve([row()]);
    const airing = day.airings.find(isPacked);
    if (!airing) throw new Error('Nothing was packed.');
    const full = frozen(airing);
    const entry = guideEntryOf(full);
    expect(entry).toMatchObject({ title: 'The toons show', seriesId: 'toons' });
    expect(membersText(entry)).toBe(
      'The toons show: Part 1 · The toons show: Part 2 · The toons show: Part 3',
    );
    const said = explainAiring({
      airing: full,
      plan: null,
      timezone: channel.timezone,
      cursorTitle: null,
      frozenAt: null,
    }).join(' ');
    expect(said).toContain('3 share its slots: 21:00 of content in 30:00');
    const { candidates } = candidatesFor({
      channel,
      catalog,
      planned,
      airing: full,
      carryIn: EMPTY_CARRY,
      ineligible: [],
      day: { ...day, id: full.scheduleDayId, airings: [full], frozenAt: 0 },
    });
    expect(candidates.map(({ assetId }) => assetId)).toEqual(assetIdsOf(airing));
  });

  test('has its breaks between the shorts and cuts none of them', () => {
    const library = [...toons(7), ...makeInterstitials('commercial', 9, 30)];
    const { day, channel, catalog } = resolve([row()], { library });
    const airings = day.airings.filter(isPacked).map(frozen);
    for (const { airing, events } of expandAirings({
      channel,
      airings,
      catalog,
      history: new Map(),
    })) {
      const acts = events.filter(({ kind }) => kind === 'act');
      expect(acts.map(({ assetId, durationMs }) => [assetId, durationMs])).toEqual(
        assetIdsOf(airing).map((id) => [id, 7 * MINUTE]),
      );
      expect(events.reduce((sum, { durationMs }) => sum + durationMs, 0)).toBe(30 * MINUTE);
      expect(new Set(events.map(({ breakIndex }) => breakIndex)).size).toBe(3);
    }
  });
});

const CONTENTS: readonly ContentReference[] = [
  SERIES,
  { type: 'list', items: [SERIES, { type: 'series', seriesId: SeriesId.parse('others') }] },
  { type: 'rule', rule: { kind: ['episode'], notAiredWithinHours: 2 } },
  { type: 'random', rule: { kind: ['episode'] } },
];

describe('packed shorts, by every policy', () => {
  const settings = fc.record({
    episodePolicy: fc.constantFrom(...EPISODE_POLICIES),
    content: fc.constantFrom(...CONTENTS),
    packing: fc.constantFrom('auto' as const, 'always' as const),
    lengths: fc.array(fc.integer({ min: 40, max: 1_500 }), { minLength: 2, maxLength: 24 }),
    cut: fc.nat(20),
    gaps: fc.constantFrom('library' as const, 'slate' as const),
  });

  test('tile exactly, hold no asset twice, and a day made in two parts is the day made in one', () => {
    fc.assert(
      fc.property(settings, ({ lengths, cut, gaps, ...fields }) => {
        const library = ['toons', 'others'].flatMap((name) =>
          makeEpisodes(name, lengths.length).map((asset, index) => ({
            ...asset,
            durationMs: (lengths[index] ?? 1) * 1_000,
          })),
        );
        const rows = [row(fields, 300)];
        const setting = { library, fields: { defaultProgramming: { kind: gaps } } };
        const whole = resolve(rows, setting);
        for (const airing of whole.day.airings) {
          const ids = assetIdsOf(airing);
          expect(new Set(ids).size).toBe(ids.length);
          if (!isPacked(airing)) continue;
          expect(airing.contentDurationMs).toBeLessThanOrEqual(airing.endAt - airing.startAt);
        }
        const airings = whole.day.airings.map(frozen);
        const findings = validateDay({
          time: whole.channel,
          day: { ...whole.day, airings },
          occupiedUntil: null,
          isEligible: () => true,
        });
        expect(findings).toEqual([]);
        const protectedAirings = airings.slice(0, cut);
        const halves = resolve(rows, { ...setting, protectedAirings });
        expect(halves.day).toEqual(whole.day);
      }),
      { numRuns: 40 },
    );
  });
});
