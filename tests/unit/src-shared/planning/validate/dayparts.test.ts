import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { ContentRule, DaypartRule } from '#shared/model/content-rule.ts';
import {
  AssetId,
  BlockId,
  PlacedBlockId,
  SeriesId,
  ZoneId,
  VirtualAssetId,
} from '#shared/model/ids.ts';
import { DEFAULT_ZONE_FIELDS } from '#shared/model/zone.ts';
import { EPISODE_POLICIES } from '#shared/model/episode-policy.ts';
import type { ContentReference, Plan } from '#shared/model/plan.ts';
import { EMPTY_CARRY, type Airing, type Carry } from '#shared/model/schedule-day.ts';
import { candidatesFor } from '#shared/planning/explain/airing-candidates.ts';
import { heldPlan } from '#shared/planning/plan/rows-of.ts';
import { buildCatalog, type CatalogAsset } from '#shared/planning/choose/catalog.ts';
import { explainAiring } from '#shared/planning/explain/explain-airing.ts';
import { brokenDayparts } from '#shared/planning/choose/match-rule.ts';
import { overrideDay } from '#shared/planning/revise/override-day.ts';
import { daypartsAt } from '#shared/planning/choose/permitted-catalog.ts';
import { resolveDay } from '#shared/planning/resolve/resolve-day.ts';
import { momentAt } from '#shared/planning/choose/rule-moment.ts';
import { validateDayparts } from '#shared/planning/validate/validate-dayparts.ts';
import { instantOfOffset } from '#shared/time/broadcast-day.ts';
import { addDays, localTimeAt } from '#shared/time/zone.ts';
import { assetIdOf } from '#tests/helpers/airing-content.ts';
import { makeSequence } from '#tests/helpers/package-fixtures.ts';
import {
  plannedBy,
  makeAsset,
  makeChannel,
  makeEpisodes,
  makePlan,
  blockRowOf,
  makeRow,
} from '#tests/helpers/planning-fixtures.ts';

const DATE = '2026-02-10';
const MINUTE_MS = 60_000;
const WATERSHED = DaypartRule.parse({ hours: '06:00-21:00', ratingAtMost: 'us-tv:TV-PG' });

const film = (id: string, rating: string | null, minutes = 90): CatalogAsset =>
  makeAsset(id, {
    durationMs: minutes * MINUTE_MS,
    tags: rating === null ? [] : [`rating:${rating}`],
  });
const FILMS = [
  film('family', 'mpaa:G'),
  film('mild', 'us-tv:TV-PG'),
  film('rough', 'mpaa:R'),
  film('long-rough', 'us-tv:TV-MA', 200),
  film('unrated', null),
];
/** Odd episodes are for everybody, even ones are not. */
const SHOW = makeEpisodes('show', 12).map((episode, index) => ({
  ...episode,
  tags: [`rating:us-tv:${index % 2 === 0 ? 'TV-G' : 'TV-14'}`],
}));
const catalog = buildCatalog([...FILMS, ...SHOW]);
const channel = makeChannel({ dayparts: [WATERSHED], defaultProgramming: { kind: 'slate' } });

const EVERYTHING: ContentReference = { type: 'rule', rule: {} };
const SERIES: ContentReference = { type: 'series', seriesId: SeriesId.parse('show') };

/** A day of one row; offsets count from 06:00. */
function dayOf(
  content: ContentReference,
  fields: { readonly from?: number; readonly minutes?: number; readonly carryIn?: Carry } = {},
  on = channel,
) {
  const { from = 0, minutes = 1_440, carryIn = EMPTY_CARRY } = fields;
  const plans = [makePlan('plan', [{ ...makeRow(from, minutes, 'series:none'), content }])];
  return {
    plans,
    ...resolveDay({ channel: on, catalog, planned: plannedBy(plans), date: DATE, carryIn }),
  };
}

const titled = (airings: readonly Airing[]): string[] =>
  airings.map(
    ({ startAt, content }) =>
      `${localTimeAt(channel.timezone, startAt)} ${String(assetIdOf({ content }))}`,
  );

function forbidden(airing: Airing, on = channel): boolean {
  const assetId = assetIdOf(airing);
  const asset = assetId === null ? undefined : catalog.byId.get(assetId);
  const moment = momentAt(on, airing.broadcastDate, airing.startAt);
  return asset !== undefined && brokenDayparts(asset, on.dayparts, moment).length > 0;
}

describe('dayparts of a channel', () => {
  test('keep what is rated higher, or not at all, off the air until they end', () => {
    const { day } = dayOf(EVERYTHING);
    const ofRow = day.airings.filter(({ lineage }) => lineage.rule === 'assignment');
    const before = ofRow.filter(({ startAt }) => {
      const time = localTimeAt(channel.timezone, startAt);
      return '06:00' <= time && time < '21:00';
    });
    const rough = new Set(['rough', 'long-rough', 'unrated']);
    expect(before.some(({ content }) => rough.has(String(assetIdOf({ content }))))).toBe(false);
    const isLate = ({ startAt }: Airing): boolean =>
      localTimeAt(channel.timezone, startAt) > '21:00';
    const free = { ...channel, dayparts: [] };
    const movies: ContentReference = { type: 'rule', rule: { kind: ['movie'] } };
    const late = dayOf(movies, { from: 900, minutes: 300 }).day.airings.filter(isLate);
    expect(late.some(({ content }) => rough.has(String(assetIdOf({ content }))))).toBe(true);
    const withoutRules = dayOf(movies, { minutes: 600 }, free).day.airings;
    expect(withoutRules.some(({ content }) => rough.has(String(assetIdOf({ content }))))).toBe(
      true,
    );
  });

  test('count for content that is still on when they begin', () => {
    const rough = { type: 'asset', assetId: AssetId.parse('long-rough') } as const;
    // 200 minutes take seven slots: from 02:30 they end at 06:00, from 03:00 they do not.
    expect(titled(dayOf(rough, { from: 1_230, minutes: 210 }).day.airings)).toContain(
      '02:30 long-rough',
    );
    const late = dayOf(rough, { from: 1_260, minutes: 180 });
    expect(late.day.airings.some(({ content }) => assetIdOf({ content }) === 'long-rough')).toBe(
      false,
    );
    expect(late.findings).toContainEqual(
      expect.objectContaining({
        rule: 'channel-daypart',
        message: expect.stringContaining('06:00-21:00 at most us-tv:TV-PG') as string,
      }),
    );
  });

  test('let a series go on in order with the episodes that may air', () => {
    const { day } = dayOf(SERIES, { minutes: 120 });
    const aired = day.airings.flatMap(({ content }) => assetIdOf({ content }) ?? []);
    expect(aired).toEqual(['show-e1', 'show-e3', 'show-e5', 'show-e7']);
    const next = dayOf(SERIES, { from: 900, minutes: 90, carryIn: day.carryOut });
    expect(next.day.airings.flatMap(({ content }) => assetIdOf({ content }) ?? [])).toEqual([
      'show-e8',
      'show-e9',
      'show-e10',
    ]);
  });

  test('hold for default programming of every kind', () => {
    const kinds = [
      { kind: 'library' },
      { kind: 'series', seriesId: SeriesId.parse('show') },
      { kind: 'asset', assetId: AssetId.parse('rough') },
      { kind: 'rule', rule: {}, episodePolicy: 'random' },
    ] as const;
    for (const defaultProgramming of kinds) {
      const on = { ...channel, defaultProgramming };
      const { day } = resolveDay({
        channel: on,
        catalog,
        planned: plannedBy([]),
        date: DATE,
        carryIn: EMPTY_CARRY,
      });
      expect([
        defaultProgramming.kind,
        titled(day.airings.filter((one) => forbidden(one))),
      ]).toEqual([defaultProgramming.kind, []]);
      expect(day.airings.some(({ content }) => assetIdOf({ content }) !== null)).toBe(true);
    }
  });

  test('change no byte of a day that they do not reach', () => {
    const free = { ...channel, dayparts: [] };
    const never = { ...channel, dayparts: [{ hours: 'morning', kind: ['movie' as const] }] };
    const content: ContentReference = { type: 'rule', rule: { kind: ['movie'] } };
    const evening = { from: 720, minutes: 360 };
    expect(dayOf(content, evening, never).day.contentHash).toBe(
      dayOf(content, evening, free).day.contentHash,
    );
  });

  test('never let anything through that they forbid, whatever the row, and give the same bytes twice', () => {
    const Hours = fc.constantFrom(
      'morning',
      'afternoon',
      'evening',
      'late',
      '23:15-05:45',
      '09:00-09:00',
    );
    const Limit = fc.constantFrom('us-tv:TV-PG', 'mpaa:G', 'fsk:16', 'bbfc:18');
    const Rows = fc.array(
      fc.record({
        /** Slots free before it, so that no row overlaps another one. */
        free: fc.nat(8),
        slots: fc.integer({ min: 1, max: 12 }),
        content: fc.constantFrom<ContentReference>(
          ...[EVERYTHING, SERIES],
          { type: 'random', rule: { kind: ['movie'], notAiredWithinHours: 30 } },
          { type: 'asset', assetId: AssetId.parse('rough') },
          {
            type: 'list',
            items: [SERIES, { type: 'asset', assetId: AssetId.parse('long-rough') }],
          },
        ),
        episodePolicy: fc.constantFrom(...EPISODE_POLICIES),
      }),
      { minLength: 1, maxLength: 4 },
    );
    const planOf = (rows: typeof Rows extends fc.Arbitrary<infer Value> ? Value : never): Plan => {
      let slot = 0;
      const planned = rows.map(({ free, slots, ...rest }, index) => {
        const start = slot + free;
        slot = start + slots;
        return makeRow(start * 30, slots * 30, `series:row-${String(index)}`, rest);
      });
      return makePlan(
        'plan',
        planned.filter(({ startOffsetMinutes }) => startOffsetMinutes <= 1_410),
      );
    };
    fc.assert(
      fc.property(Rows, Hours, Limit, fc.boolean(), (rows, hours, ratingAtMost, isByRule) => {
        const on = makeChannel({
          dayparts: [{ hours, ratingAtMost }],
          ...(isByRule
            ? { defaultProgramming: { kind: 'rule', rule: {}, episodePolicy: 'shuffle' } }
            : {}),
        });
        const plans = [planOf(rows)];
        let carryIn: Carry = EMPTY_CARRY;
        for (const date of [DATE, addDays(DATE, 1)]) {
          const input = { channel: on, catalog, planned: plannedBy(plans), date, carryIn };
          const { day } = resolveDay(input);
          expect(titled(day.airings.filter((airing) => forbidden(airing, on)))).toEqual([]);
          const middle = day.airings[Math.floor(day.airings.length / 2)];
          const protectedAirings = day.airings.filter(
            ({ startAt }) => startAt < (middle?.startAt ?? 0),
          );
          const again = resolveDay({ ...input, protectedAirings });
          expect(again.day.contentHash).toBe(day.contentHash);
          carryIn = day.carryOut;
        }
      }),
      { numRuns: 60 },
    );
  });

  test('are named by why, with each programme that they turn away', () => {
    const { day, plans } = dayOf(EVERYTHING, { minutes: 240 });
    const airing = day.airings[0];
    if (!airing) throw new Error('Nothing aired.');
    const live = { ...day, frozenAt: 0 };
    const { candidates } = candidatesFor({
      channel,
      day: live,
      airing,
      catalog,
      planned: plannedBy(plans),
      carryIn: EMPTY_CARRY,
      ineligible: [],
    });
    const reason = 'not at these hours: the channel asks for 06:00-21:00 at most us-tv:TV-PG';
    expect(candidates).toContainEqual(expect.objectContaining({ assetId: 'rough', reason }));
    expect(candidates).toContainEqual(expect.objectContaining({ assetId: 'show-e2', reason }));
    expect(candidates.filter((one) => one.reason === reason && one.isChosen)).toEqual([]);
    const sentences = explainAiring({
      airing,
      plan: plans[0] ?? null,
      timezone: channel.timezone,
      cursorTitle: null,
      frozenAt: null,
      dayparts: daypartsAt(channel, airing),
    });
    expect(sentences).toContain(
      'What the channel chooses for these hours must hold to 06:00-21:00 at most us-tv:TV-PG.',
    );
    const late = { ...airing, startAt: airing.startAt + 16 * 60 * MINUTE_MS };
    expect(daypartsAt(channel, { ...late, endAt: late.startAt + 60 * MINUTE_MS })).toEqual([]);
  });

  test('leave the last word to the hand of the operator, but not what fills in around it', () => {
    const on = {
      ...channel,
      defaultProgramming: { kind: 'rule', rule: {}, episodePolicy: 'syndication' },
    } as const;
    const { day, plans } = dayOf(EVERYTHING, { minutes: 480 }, on);
    const target = day.airings[1];
    if (!target) throw new Error('Nothing aired.');
    const edit = { airingId: target.id, scope: 'rest-of-day' } as const;
    const shared = {
      channel: on,
      day: { ...day, frozenAt: 0 },
      catalog,
      planned: plannedBy(plans),
      carryIn: EMPTY_CARRY,
      isNextDayFrozen: false,
      reason: 'a wish',
      lockedUntil: day.startAt,
    };
    const replaced = overrideDay({
      ...shared,
      edit: { ...edit, type: 'replace', assetId: AssetId.parse('rough') },
    });
    const byHand = replaced.airings.filter((airing) => forbidden(airing, on));
    expect(byHand.map(({ content, lineage }) => [assetIdOf({ content }), lineage.rule])).toEqual([
      ['rough', 'override'],
    ]);
    const emptied = overrideDay({ ...shared, edit: { ...edit, scope: 'airing', type: 'remove' } });
    const filled = emptied.airings.find(({ startAt }) => startAt === target.startAt);
    expect(filled?.lineage).toMatchObject({
      rule: 'default-programming',
      override: { type: 'filled' },
    });
    expect(emptied.airings.filter((airing) => forbidden(airing, on))).toEqual([]);
    expect(emptied.carryOut.decks).toEqual(day.carryOut.decks);
  });

  test('keep an encore from bringing back what may not air at its own hours', () => {
    const rough = { type: 'asset', assetId: AssetId.parse('rough') } as const;
    const first = { ...makeRow(900, 90, 'series:first'), content: rough };
    const again = { type: 'encore', of: first.id, daysAgo: 1 } as const;
    const plans = [
      makePlan('plan', [
        ...[first, { ...makeRow(120, 90, 'series:early'), content: again }],
        { ...makeRow(1_080, 90, 'series:late'), content: again },
      ]),
    ];
    const before = resolveDay({
      channel,
      catalog,
      planned: plannedBy(plans),
      date: DATE,
      carryIn: EMPTY_CARRY,
    }).day;
    const date = addDays(DATE, 1);
    const next = resolveDay({
      channel,
      catalog,
      planned: plannedBy(plans),
      date,
      carryIn: before.carryOut,
    });
    const starts = titled(
      next.day.airings.filter(({ content }) => assetIdOf({ content }) === 'rough'),
    );
    expect(starts).toEqual(['21:00 rough', '00:00 rough']);
    expect(next.findings).toContainEqual(
      expect.objectContaining({ rule: 'channel-daypart', subjectId: 'row-120-early' }),
    );
  });

  test('are told of a row that they leave nothing to air, while it is being planned', () => {
    const rough = { type: 'asset', assetId: AssetId.parse('rough') } as const;
    const rows = [
      { ...makeRow(0, 90, 'series:early'), content: rough },
      { ...makeRow(900, 90, 'series:late'), content: rough },
      { ...makeRow(120, 120, 'series:any'), content: EVERYTHING },
      {
        ...makeRow(840, 120, 'series:even'),
        content: {
          type: 'rule',
          rule: { ratingAtMost: 'fsk:18', exclude: { ratingAtMost: 'mpaa:PG' } },
        } as const,
      },
    ];
    const held = heldPlan(makePlan('plan', rows), 'published');
    const findings = validateDayparts(held, channel, catalog, DATE);
    expect(findings.map(({ subjectId, rule }) => [subjectId, rule])).toEqual([
      ['row-0-early', 'channel-daypart'],
      ['row-840-even', 'channel-daypart'],
    ]);
    expect(findings[1]?.message).toContain('at 20:00');
    expect(validateDayparts(held, { ...channel, dayparts: [] }, catalog, DATE)).toEqual([]);
  });

  const WHAT_PLAYS: [string, ContentReference, string[]][] = [
    ['an asset', { type: 'asset', assetId: AssetId.parse('rough') }, []],
    ['a package', { type: 'virtual_package', virtualAssetId: VirtualAssetId.parse('pair') }, []],
    [
      'a list',
      { type: 'list', items: [{ type: 'asset', assetId: AssetId.parse('rough') }] },
      ['channel-daypart'],
    ],
  ];

  test.each(WHAT_PLAYS)(
    'count for what a row airs once at its start, for what goes on at every slot: %s',
    (_what, content, told) => {
      // From 04:30, when everything may air, into the morning, when it may not.
      const row = { ...makeRow(1_350, 180, 'series:late'), content };
      const held = heldPlan(makePlan('plan', [row]), 'published');
      const withPair = buildCatalog([...FILMS, ...SHOW], [makeSequence('Pair', ['rough'])]);
      const findings = validateDayparts(held, channel, withPair, DATE);
      expect(findings.map(({ rule }) => rule)).toEqual(told);
    },
  );

  test('are told of a row of a block and of a zone as of a row of the plan', () => {
    const rough = { type: 'asset', assetId: AssetId.parse('rough') } as const;
    const row = blockRowOf(makeRow(0, 90, 'series:early'));
    const plan = makePlan('plan', [], {
      blocks: [
        {
          id: PlacedBlockId.parse('placed'),
          startOffsetMinutes: 60,
          dayFilters: null,
          block: {
            id: BlockId.parse('block'),
            name: 'Morning',
            description: null,
            version: 1,
            rows: [{ ...row, content: rough }],
            createdAt: 0,
            updatedAt: 0,
          },
        },
      ],
      zones: [
        {
          ...DEFAULT_ZONE_FIELDS,
          id: ZoneId.parse('zone'),
          name: 'Noon',
          items: [rough],
          startOffsetMinutes: 360,
          endOffsetMinutes: 420,
        },
      ],
    });
    const findings = validateDayparts(heldPlan(plan, 'published'), channel, catalog, DATE);
    expect(
      findings.map(({ message }) => message.slice(0, message.indexOf(' has nothing'))),
    ).toEqual([
      'The row 01:00–02:30 of the block “Morning” 01:00–02:30',
      'The zone “Noon” 06:00–07:00',
    ]);
  });
});

describe('dayparts of a rule', () => {
  const idsAt = (rule: unknown, offset: number): string[] => {
    const at = instantOfOffset(channel, DATE, offset);
    const free = { ...channel, dayparts: [] };
    const content = { type: 'rule', rule: ContentRule.parse(rule) } as const;
    const row = { ...makeRow(offset, 30, 'series:none'), content };
    const plans = [makePlan('plan', [row])];
    const ids = new Set<string>();
    let carryIn: Carry = EMPTY_CARRY;
    for (let day = 0; day < 12; day += 1) {
      const resolved = resolveDay({
        channel: free,
        catalog,
        planned: plannedBy(plans),
        date: addDays(DATE, day),
        carryIn,
      });
      for (const { content, lineage } of resolved.day.airings) {
        if (lineage.rule === 'assignment' && content.kind === 'asset') ids.add(content.assetId);
      }
      carryIn = resolved.day.carryOut;
    }
    expect(at).toBeGreaterThan(0);
    return [...ids].sort();
  };

  test('restrict what it matches at morning, afternoon, evening and late', () => {
    const rule = {
      kind: ['movie'],
      durationMinutes: { max: 100 },
      dayparts: [
        { hours: 'morning', ratingAtMost: 'mpaa:G' },
        { hours: 'afternoon', ratingAtMost: 'us-tv:TV-PG' },
        { hours: 'evening', exclude: { ratingAtMost: 'us-tv:TV-PG' } },
        { hours: 'late', title: 'unrated' },
      ],
    };
    expect(idsAt(rule, 0)).toEqual(['family']);
    expect(idsAt(rule, 480)).toEqual(['family', 'mild']);
    expect(idsAt(rule, 840)).toEqual(['rough', 'unrated']);
    expect(idsAt(rule, 1_080)).toEqual(['unrated']);
  });

  test('hold the limit of the hours in place of a milder one outside them', () => {
    const rule = {
      kind: ['movie'],
      ratingAtMost: 'mpaa:R',
      durationMinutes: { max: 100 },
      dayparts: [{ hours: '06:00-21:00', ratingAtMost: 'mpaa:PG' }],
    };
    expect(idsAt(rule, 600)).toEqual(['family', 'mild']);
    expect(idsAt(rule, 930)).toEqual(['family', 'mild', 'rough']);
  });
});
