import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import type { Channel } from '#shared/model/channel.ts';
import { AssetId, AssignmentId, PinId } from '#shared/model/ids.ts';
import { FILL_KINDS, type Assignment, type RowFill } from '#shared/model/plan.ts';
import { EMPTY_CARRY, type Airing } from '#shared/model/schedule-day.ts';
import { DEFAULT_TRAFFIC_RULES, LONGEST_HOLD_MS } from '#shared/model/traffic.ts';
import { guideEntryOf } from '#shared/guide/entries.ts';
import { expandAirings, type DraftEvent } from '#shared/log/expand.ts';
import { buildCatalog, type CatalogAsset } from '#shared/planning/choose/catalog.ts';
import { explainAiring } from '#shared/planning/explain/explain-airing.ts';
import { heldPlan } from '#shared/planning/plan/rows-of.ts';
import { resolveDay } from '#shared/planning/resolve/resolve-day.ts';
import { overrideDay } from '#shared/planning/revise/override-day.ts';
import { validateDay } from '#shared/planning/validate/validate-day.ts';
import { validateEarlyEnds } from '#shared/planning/validate/validate-early-ends.ts';
import { localTimeAt } from '#shared/time/zone.ts';
import { assetIdOf } from '#tests/helpers/airing-content.ts';
import {
  makeAsset,
  makeChannel,
  makeEpisodes,
  makeInterstitials,
  makePlan,
  makeRow,
  plannedBy,
} from '#tests/helpers/planning-fixtures.ts';

const MINUTE = 60_000;
const SECOND = 1_000;
const DATE = '2026-02-10';
const FILM = makeAsset('film', { durationMs: 113 * MINUTE });
const SERIES = makeEpisodes('alpha', 6);

interface Setting {
  readonly fields?: Partial<Channel>;
  readonly library?: readonly CatalogAsset[];
  readonly rows?: readonly Assignment[];
}

/** A film of 113 minutes from 20:00 to 22:30, as the clock has it (the day begins at 06:00), on a channel without breaks. */
function plan(fill: RowFill | null, { fields, library = [], rows = [] }: Setting = {}) {
  const channel = makeChannel({
    kind: 'movie',
    defaultProgramming: { kind: 'slate' },
    ...fields,
  });
  const catalog = buildCatalog([FILM, ...SERIES, ...library], []);
  const planned = plannedBy([
    makePlan('plan', rows.length > 0 ? rows : [makeRow(840, 150, 'asset:film', { fill })]),
  ]);
  const input = { channel, date: DATE, planned, catalog, carryIn: EMPTY_CARRY };
  const { day, findings } = resolveDay(input);
  const film = day.airings.find((airing) => assetIdOf(airing) === 'film') as Airing;
  const [block] = expandAirings({ channel, airings: [film], catalog, history: new Map() });
  const events = block?.events ?? [];
  const filled = events.slice(events.findLastIndex(({ kind }) => kind === 'act') + 1);
  return { channel, catalog, planned, day, findings, film, events, filled };
}

const findingsIn = (channel: Channel, day: Parameters<typeof validateDay>[0]['day']) =>
  validateDay({ time: channel, day, occupiedUntil: null, isEligible: () => true });
const clock = (at: number): string => localTimeAt('America/New_York', at);
const sum = (events: readonly DraftEvent[]): number =>
  events.reduce((total, { durationMs }) => total + durationMs, 0);
const black = (events: readonly DraftEvent[]): number =>
  sum(events.filter(({ kind }) => kind === 'pad'));

const trailers = (count: number, seconds: number) => makeInterstitials('trailer', count, seconds);
const short = (id: string, minutes: number, tags: string[] = []) =>
  makeAsset(id, { durationMs: minutes * MINUTE, tags });

describe('a row that is filled with trailers and shorts', () => {
  const TRAILERS: RowFill = { kinds: ['trailer'] };
  const BOTH: RowFill = { kinds: ['trailer', 'short'] };
  const STRICT = { traffic: { ...DEFAULT_TRAFFIC_RULES, isCooldownStrict: true } };
  /** What, the fill, the library beside the film, the channel: until when the airing lasts, what it may be filled with, black. */
  const cases: [string, RowFill | null, Setting, string, RegExp, number][] = [
    [
      'nothing said: it ends with the film',
      null,
      { library: trailers(9, 90) },
      '22:00',
      /^trailer/,
      0,
    ],
    ['trailers enough', TRAILERS, { library: trailers(40, 95) }, '22:30', /^trailer/, 0],
    [
      'three trailers, again and again',
      TRAILERS,
      { library: trailers(3, 97) },
      '22:30',
      /^trailer/,
      0,
    ],
    ['one trailer', TRAILERS, { library: trailers(1, 150) }, '22:30', /^trailer/, 0],
    ['no trailer at all: default programming', TRAILERS, {}, '22:00', /^$/, 7 * MINUTE],
    [
      'other kinds only: default programming',
      { kinds: ['psa'] },
      { library: trailers(9, 90) },
      '22:00',
      /^trailer/,
      0,
    ],
    [
      'shorts, and trailers for what they leave',
      BOTH,
      { library: [short('toon-a', 7), short('toon-b', 8), ...trailers(20, 61)] },
      '22:30',
      /^(toon|trailer)/,
      0,
    ],
    [
      'only what has the tag',
      { kinds: ['short'], tags: ['Noir'] },
      { library: [short('toon-a', 7), short('toon-n', 8, ['noir'])] },
      '22:30',
      /^toon-n/,
      0,
    ],
    [
      'no programme of half a slot or more',
      { kinds: ['short'] },
      { library: [short('toon-a', 15), short('toon-b', 14)] },
      '22:30',
      /^toon-b/,
      0,
    ],
    [
      'a filler runs for as long as is left',
      { kinds: ['filler'] },
      { library: makeInterstitials('filler', 1, 100) },
      '22:30',
      /^filler/,
      0,
    ],
    [
      'too few for a slot where rest is strict and each airs once: default programming',
      TRAILERS,
      { library: trailers(20, 60), fields: STRICT },
      '22:00',
      /^trailer/,
      0,
    ],
    [
      'enough for the slot where rest is strict',
      TRAILERS,
      { library: trailers(35, 60), fields: STRICT },
      '22:30',
      /^trailer/,
      2 * MINUTE,
    ],
    [
      'kinds that the channel keeps out of its breaks',
      TRAILERS,
      {
        library: trailers(9, 61),
        fields: { traffic: { ...DEFAULT_TRAFFIC_RULES, allowedKinds: ['commercial'] } },
      },
      '22:30',
      /^trailer/,
      0,
    ],
  ];

  test.each(cases)('%s', (_what, fill, setting, until, allowed, blackMs) => {
    const { film, events, filled, day, channel } = plan(fill, setting);

    expect([clock(film.startAt), clock(film.endAt)]).toEqual(['20:00', until]);
    expect(sum(events)).toBe(film.endAt - film.startAt);
    expect(
      filled.filter(({ assetId }) => assetId !== null).map(({ assetId }) => assetId),
    ).toSatisfy((ids: string[]) => ids.every((id) => allowed.test(id)));
    if (blackMs === 0) expect(black(filled)).toBeLessThanOrEqual(LONGEST_HOLD_MS);
    else expect(black(filled)).toBe(blackMs);
    expect(findingsIn(channel, day)).toEqual([]);
  });

  test('leaves the breaks in the content as they are without it', () => {
    const fields: Partial<Channel> = { kind: 'network' };
    const library = [...trailers(40, 95), ...makeInterstitials('commercial', 40, 30)];
    const contents = (fill: RowFill | null): number[] =>
      plan(fill, { fields, library })
        .events.filter(({ kind }) => kind === 'act')
        .map(({ durationMs }) => durationMs);

    expect(contents(TRAILERS)).toEqual(contents(null));
    expect(contents(null).length).toBeGreaterThan(1);
  });

  test('airs the content whole where it is a little longer than its slots', () => {
    const library = [...trailers(40, 95), makeAsset('film', { durationMs: 120 * MINUTE + 5_000 })];
    const { film, events } = plan(TRAILERS, { library });

    expect(film.lineage.overrunMs).toBeUndefined();
    expect(sum(events.filter(({ kind }) => kind === 'act'))).toBe(120 * MINUTE + 5_000);
    expect(sum(events)).toBe(150 * MINUTE);
  });

  test('repeats at the greatest distance that there is', () => {
    const { filled } = plan(TRAILERS, { library: trailers(5, 60) });
    const ids = filled.map(({ assetId }) => assetId);

    expect(ids.length).toBeGreaterThan(30);
    ids.forEach((id, index) => {
      expect(ids.slice(index + 1, index + 5)).not.toContain(id);
    });
  });

  test('is one entry of the guide, and says why', () => {
    const { day, film, channel } = plan(BOTH, { library: [short('toon', 7), ...trailers(9, 61)] });
    const entries = day.airings.map(guideEntryOf).filter(({ kind }) => kind !== 'slate');
    const why = explainAiring({
      airing: film,
      plan: null,
      timezone: channel.timezone,
      cursorTitle: null,
      frozenAt: null,
    });

    expect(entries).toMatchObject([
      { title: 'Title of film', kind: 'movie', displayDuration: '1h 53m', endAt: film.endAt },
    ]);
    expect(why.join(' ')).toContain('filled with trailers and shorts until 22:30');
  });

  test('fills what an encore leaves, and says nothing of a gap', () => {
    const { day, findings } = plan(null, {
      library: trailers(40, 95),
      rows: [
        makeRow(60, 30, 'series:alpha'),
        {
          ...makeRow(840, 90, 'series:again', { fill: TRAILERS }),
          content: { type: 'encore', of: AssignmentId.parse('row-60-alpha'), daysAgo: 0 },
        },
        makeRow(1_200, 120, 'asset:film'),
      ],
    });
    const repeated = day.airings.find(({ lineage }) => lineage.encore !== undefined);

    expect(repeated && clock(repeated.endAt)).toBe('21:30');
    expect(findings.filter(({ rule }) => rule === 'row-ends-early')).toEqual([]);
  });

  test('fills what a hard start leaves of a row of a series, and names it', () => {
    const { day, findings } = plan(null, {
      library: [...trailers(40, 95), ...makeEpisodes('long', 4, 44)],
      rows: [
        makeRow(840, 90, 'series:long', { fill: TRAILERS }),
        makeRow(930, 120, 'asset:film', { isHardStart: true }),
      ],
    });
    const ends = day.airings
      .filter(({ content }) => content.kind === 'asset' && content.assetKind === 'episode')
      .map(({ endAt }) => endAt);

    expect(ends.map(clock)).toEqual(['21:30']);
    expect(findings.find(({ rule }) => rule === 'hard-start-kept')?.message).toContain(
      'the row’s fill (trailers) airs from 21:00',
    );
  });

  test('goes on to the pin that follows, and not into it', () => {
    const channel = makeChannel({ kind: 'movie', defaultProgramming: { kind: 'slate' } });
    const catalog = buildCatalog([FILM, ...SERIES, ...trailers(40, 95)], []);
    const { day } = resolveDay({
      channel,
      date: DATE,
      planned: plannedBy(
        [makePlan('plan', [makeRow(840, 240, 'asset:film', { fill: TRAILERS })])],
        [
          {
            id: PinId.parse('pin'),
            channelId: channel.id,
            createdAt: 0,
            startOffsetMinutes: 990,
            durationMinutes: 30,
            days: { type: 'dates', dates: [DATE] },
            content: { type: 'asset', assetId: AssetId.parse('alpha-e1') },
            episodePolicy: 'sequential',
            operatorIntent: null,
          },
        ],
      ),
      catalog,
      carryIn: EMPTY_CARRY,
    });
    const around = day.airings.filter(({ content }) => content.kind !== 'slate');
    expect(around.map(({ startAt, endAt }) => `${clock(startAt)}–${clock(endAt)}`)).toEqual([
      '20:00–22:30',
      '22:30–23:00',
    ]);
  });

  test('is told of while it is planned where there is too little of it', () => {
    const messages = (fill: RowFill, library: CatalogAsset[]): string[] => {
      const { channel, catalog } = plan(null, { library });
      const rows = makePlan('plan', [makeRow(840, 150, 'asset:film', { fill })]);
      return validateEarlyEnds(heldPlan(rows, 'published'), channel, catalog).map(
        ({ message }) => message,
      );
    };

    expect(messages(TRAILERS, trailers(40, 95))).toEqual([]);
    expect(messages({ kinds: ['filler'] }, makeInterstitials('filler', 1, 60))).toEqual([]);
    expect(messages(TRAILERS, trailers(4, 60))[0]).toContain('again and again');
    expect(messages(TRAILERS, [])[0]).toContain('default programming airs instead');
  });

  test.each([
    ['is cut off where something else begins in it', 210, '23:30', 90],
    ['is gone where something else begins in the content', 60, '21:00', null],
  ])('by hand: %s', (_what, afterMinutes, until, filledMinutes) => {
    const row = makeRow(840, 240, 'asset:film', { fill: TRAILERS });
    const setting = plan(null, { library: trailers(60, 95), rows: [row] });
    const { channel, catalog, planned, day, film } = setting;
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
        type: 'preempt',
        at: film.startAt + afterMinutes * MINUTE,
        assetId: AssetId.parse('alpha-e1'),
        scope: 'rest-of-day',
      },
    });
    const left = changed.airings.find((airing) => assetIdOf(airing) === 'film');

    expect(left && clock(left.endAt)).toBe(until);
    expect(left?.lineage.fill?.durationMs ?? null).toBe(
      filledMinutes === null ? null : filledMinutes * MINUTE,
    );
  });

  test.each([
    ['others come', ['toon', 'other'], ['other']],
    ['default programming where there are none', ['toon'], []],
  ])('never repeats what it follows: %s', (_what, ids, expected) => {
    const { day, channel, catalog } = plan(null, {
      library: ids.map((id) => short(id, 7)),
      rows: [
        makeRow(840, 60, 'asset:toon', { fill: { kinds: ['short'] } }),
        makeRow(1_200, 120, 'asset:film'),
      ],
    });
    const airings = day.airings.filter((airing) => assetIdOf(airing) === 'toon');
    const [block] = expandAirings({ channel, airings, catalog, history: new Map() });
    const filled = (block?.events ?? []).filter(({ lineage }) => lineage.rule === 'row-fill');

    expect([...new Set(filled.map(({ assetId }) => assetId))]).toEqual(expected);
    expect(airings[0] && clock(airings[0].endAt)).toBe(expected.length > 0 ? '21:00' : '20:30');
  });

  test('is filled, too, where the content may no longer air', () => {
    const { channel, film } = plan(TRAILERS, { library: trailers(40, 95) });
    const catalog = buildCatalog(trailers(40, 95), []);
    const [block] = expandAirings({ channel, airings: [film], catalog, history: new Map() });
    const lengthOf = (rule: string): number =>
      sum((block?.events ?? []).filter(({ lineage }) => lineage.rule === rule));

    expect([lengthOf('no-content'), lengthOf('row-fill')]).toEqual([120 * MINUTE, 30 * MINUTE]);
    expect(sum(block?.events ?? [])).toBe(150 * MINUTE);
  });

  test.each([
    ['what the first has aired rests: default programming', TRAILERS, 240, '22:30'],
    ['it has rested by then', TRAILERS, 15, '23:00'],
    ['the second has another kind', { kinds: ['psa'] } satisfies RowFill, 240, '23:00'],
  ])(
    'two rows are filled on a channel whose rest is strict: %s',
    (_what, second, restMinutes, until) => {
      const { day, channel, catalog } = plan(null, {
        fields: {
          traffic: { ...STRICT.traffic, defaultCooldownMs: restMinutes * MINUTE },
        },
        library: [...trailers(40, 60), ...makeInterstitials('psa', 40, 60)],
        rows: [
          makeRow(900, 60, 'asset:alpha-e1', { fill: TRAILERS }),
          makeRow(960, 90, 'asset:alpha-e2', { fill: second }),
          makeRow(1_200, 120, 'asset:film'),
        ],
      });
      const airings = day.airings.filter(({ seriesId }) => seriesId !== null);
      const blocks = expandAirings({ channel, airings, catalog, history: new Map() });
      const filled = blocks.filter(({ airing }) => airing.lineage.fill !== undefined);

      expect(airings.map(({ endAt }) => clock(endAt))).toEqual(['22:00', until]);
      for (const { events } of filled) expect(black(events)).toBeLessThanOrEqual(8 * MINUTE);
    },
  );

  test.each([
    ['from when hours of the channel begin in it', '22:45-06:00', ['genre:family']],
    ['until hours of the channel end in it', '06:00-22:45', ['genre:family']],
    ['in hours that begin when it ends', '00:00-06:00', ['genre:family', 'genre:horror']],
    ['in hours that ended before it', '06:00-21:00', ['genre:family', 'genre:horror']],
  ])('airs only shorts that may air for all of it: %s', (_what, hours, aired) => {
    const { filled, film } = plan(null, {
      fields: { dayparts: [{ hours, kind: ['movie'], exclude: { genre: ['horror'] } }] },
      library: [short('toon', 8, ['genre:family']), short('gore', 7, ['genre:horror'])],
      rows: [makeRow(840, 240, 'asset:film', { fill: { kinds: ['short'] } })],
    });
    const tagOf: Record<string, string> = { toon: 'genre:family', gore: 'genre:horror' };
    const tags = new Set(filled.flatMap(({ assetId }) => tagOf[assetId ?? ''] ?? []));

    expect(clock(film.endAt)).toBe('00:00');
    expect([...tags].sort()).toEqual(aired);
    expect(black(filled)).toBeLessThanOrEqual(LONGEST_HOLD_MS);
  });

  test('is default programming where no short may air for all of it', () => {
    const { film } = plan(null, {
      fields: { dayparts: [{ hours: '22:45-06:00', exclude: { genre: ['horror'] } }] },
      library: [short('gore', 7, ['genre:horror'])],
      rows: [makeRow(840, 240, 'asset:film', { fill: { kinds: ['short'] } })],
    });

    expect(clock(film.endAt)).toBe('22:00');
  });

  test('sums exactly, overlaps nothing and shows no black that the pool can fill, whatever it is', () => {
    fc.assert(
      fc.property(
        fc.record({
          filmMinutes: fc.integer({ min: 3, max: 170 }),
          rowMinutes: fc.integer({ min: 5, max: 300 }),
          grid: fc.constantFrom(15 as const, 30 as const, 60 as const),
          kinds: fc.uniqueArray(fc.constantFrom(...FILL_KINDS), { minLength: 1 }),
          lengths: fc.array(
            fc.record({
              kind: fc.constantFrom(...FILL_KINDS),
              ms: fc.integer({ min: 1_100, max: 400 * SECOND }),
            }),
            { minLength: 1, maxLength: 12 },
          ),
          isNetwork: fc.boolean(),
        }),
        ({ filmMinutes, rowMinutes, grid, kinds, lengths, isNetwork }) => {
          const library = lengths.map(({ kind, ms }, index) =>
            makeAsset(`spot-${String(index)}`, {
              kind: kind === 'short' ? 'movie' : kind,
              durationMs: ms,
            }),
          );
          const { channel, catalog, day } = plan(null, {
            fields: { gridMinutes: grid, kind: isNetwork ? 'network' : 'movie' },
            library: [...library, makeAsset('film', { durationMs: filmMinutes * MINUTE })],
            rows: [makeRow(840, rowMinutes, 'asset:film', { fill: { kinds } })],
          });
          const blocks = expandAirings({
            channel,
            airings: day.airings.filter(({ lineage }) => lineage.fill !== undefined),
            catalog,
            history: new Map(),
          });

          expect(findingsIn(channel, day)).toEqual([]);
          for (const { airing, events } of blocks) {
            expect(sum(events)).toBe(airing.endAt - airing.startAt);
            const after = events.slice(events.findLastIndex(({ kind }) => kind === 'act') + 1);
            expect(black(after)).toBeLessThanOrEqual(LONGEST_HOLD_MS);
          }
        },
      ),
    );
  });
});
