import { describe, expect, test } from 'vitest';

import { ContentRule, DaypartRule } from '#shared/model/content-rule.ts';
import { AssetId, BlockId, PlacedBlockId, SeriesId } from '#shared/model/ids.ts';
import type { Assignment, ContentReference } from '#shared/model/plan.ts';
import { EMPTY_CARRY, type Carry } from '#shared/model/schedule-day.ts';
import { buildCatalog, type CatalogAsset } from '#shared/planning/choose/catalog.ts';
import { heldPlan } from '#shared/planning/plan/rows-of.ts';
import { applyPlanEdits } from '#shared/planning/plan/plan-edits.ts';
import { resolveDay } from '#shared/planning/resolve/resolve-day.ts';
import { suggest, type SuggestInput } from '#shared/planning/explain/suggest.ts';
import { instantOfOffset } from '#shared/time/broadcast-day.ts';
import { MS_PER_HOUR } from '#shared/time/units.ts';
import {
  plannedBy,
  makeAsset,
  makeChannel,
  makeEpisodes,
  makePlan,
  blockRowOf,
  makeRow,
} from '#tests/helpers/planning-fixtures.ts';

const DATE = '2026-10-30';
const channel = makeChannel();
const film = (id: string, minutes: number, ...tags: string[]): CatalogAsset =>
  makeAsset(id, { title: id, durationMs: minutes * 60_000, tags });
const assets = [
  film('Frankenstein', 70, 'genre:horror', 'holiday:halloween', 'stars:7.8'),
  film('Dracula', 85, 'genre:horror', 'rating:mpaa:R'),
  film('Sunshine', 88, 'genre:comedy', 'rating:mpaa:G'),
  film('Epic', 200, 'genre:history'),
  ...makeEpisodes('cheers', 12).map((one) => ({ ...one, tags: ['genre:comedy'] })),
  ...makeEpisodes('opera', 3, 170),
];
const catalog = buildCatalog(assets);

const planWith = (rows: readonly Assignment[]) =>
  makePlan('plan', [makeRow(810, 30, 'series:cheers'), ...rows]);

/** A free slot from 14:00 to 15:30 of schedule-time, after half an hour of comedy. */
function input(fields: Partial<SuggestInput> = {}, rows: readonly Assignment[] = []): SuggestInput {
  const plan = planWith(rows);
  return {
    channel,
    plan: heldPlan(plan, 'published'),
    planned: plannedBy([plan]),
    catalog,
    date: DATE,
    carryIn: EMPTY_CARRY,
    startOffsetMinutes: 840,
    durationMinutes: 90,
    constraints: {},
    limit: 20,
    lastAired: new Map(),
    ...fields,
  };
}

const titles = (answer: ReturnType<typeof suggest>): string[] =>
  answer.suggestions.map(({ title }) => title);
const why = (answer: ReturnType<typeof suggest>, title: string): string[] =>
  answer.suggestions.find((one) => one.title === title)?.reasons.map(({ text }) => text) ?? [];

describe('suggest', () => {
  test('ranks what fits a slot by the sum of its reasons', () => {
    const answer = suggest(input());
    expect(titles(answer)).toEqual(['Frankenstein', 'Sunshine', 'Dracula', 'The cheers show']);
    for (const { score, reasons } of answer.suggestions) {
      expect(score).toBe(reasons.reduce((sum, { points }) => sum + points, 0));
    }
    expect(why(answer, 'Frankenstein')).toEqual([
      'fits with 20 minutes left',
      'never aired on the channel',
      'suits halloween',
      'rated 7.8 of 10',
    ]);
    expect(why(answer, 'Sunshine')).toContain('same genre as its neighbours: comedy');
    expect(why(answer, 'The cheers show')).toEqual([
      '3 episodes fit with 24 minutes left',
      'never aired on the channel',
      'begins with S01E01',
      'the same series airs next to it',
      'in the plan already at 13:30–14:00',
    ]);
    expect(answer.startAt).toBe(instantOfOffset(channel, DATE, 840));
    expect(answer.total).toBe(4);
  });

  test('counts what it leaves out by the first reason against it', () => {
    const { excluded, total } = suggest(input());
    expect(excluded).toEqual([{ reason: 'longer than the slot', count: 2 }]);
    const dayparts = [DaypartRule.parse({ hours: 'evening', ratingAtMost: 'mpaa:PG' })];
    const answer = suggest(
      input({
        channel: makeChannel({ dayparts }),
        constraints: ContentRule.parse({ kind: ['movie'], notAiredWithinHours: 48 }),
        lastAired: new Map([
          [AssetId.parse('Sunshine'), instantOfOffset(channel, DATE, 840) - 24 * MS_PER_HOUR],
        ]),
      }),
    );
    expect(answer.excluded).toEqual([
      { reason: 'may not air at these hours of the channel', count: 3 },
      { reason: 'does not hold to kind', count: 2 },
      { reason: 'aired within 48 hours', count: 1 },
    ]);
    expect([total, answer.total]).toEqual([4, 0]);
  });

  test('says how far a series has come and when something aired last', () => {
    const carryIn: Carry = {
      ...EMPTY_CARRY,
      cursors: { cheers: AssetId.parse('cheers-e11') },
    };
    const slotAt = instantOfOffset(channel, DATE, 840);
    const lastAired = new Map([
      [AssetId.parse('cheers-e12'), slotAt - 10 * 24 * MS_PER_HOUR],
      [AssetId.parse('Sunshine'), slotAt - 2 * MS_PER_HOUR],
    ]);
    const answer = suggest(input({ carryIn, lastAired }));
    expect(why(answer, 'The cheers show').slice(1, 3)).toEqual([
      'not aired for 10 days',
      'goes on with S02E02',
    ]);
    expect(why(answer, 'Sunshine')).toContain('aired within the day before');
    const scoreOf = (of: typeof answer): number =>
      of.suggestions.find(({ title }) => title === 'Sunshine')?.score ?? Number.NaN;
    expect(scoreOf(answer)).toBeLessThan(scoreOf(suggest(input())));
  });

  test('suggests a series as a rule where only some of its episodes may air', () => {
    const some = buildCatalog(
      assets.map((one) =>
        one.episodeNumber === 1 ? { ...one, tags: [...(one.tags ?? []), 'clip'] } : one,
      ),
    );
    const constraints = ContentRule.parse({ exclude: { tags: ['clip'] }, kind: ['episode'] });
    const [first] = suggest(input({ catalog: some, constraints })).suggestions;
    expect(first).toMatchObject({
      kind: 'series',
      first: 'Part 2',
      episodePolicy: 'sequential',
      content: { type: 'rule', rule: { ...constraints, series: ['The cheers show'] } },
    });
    const whole = suggest(input({ constraints: { kind: ['episode'] } })).suggestions[0];
    expect(whole?.content).toEqual({ type: 'series', seriesId: SeriesId.parse('cheers') });
  });

  test('suggests the rules of the channel’s rows, and marks what the plan has already', () => {
    const content: ContentReference = { type: 'rule', rule: { genre: ['horror'] } };
    const horror = makeRow(0, 90, 'series:x', { content, episodePolicy: 'shuffle' });
    const other = makePlan('other', [horror]);
    const rows = [makeRow(600, 90, 'asset:Dracula')];
    const answer = suggest(input({ planned: plannedBy([planWith(rows), other]) }, rows));
    expect(answer.suggestions.find(({ kind }) => kind === 'rule')).toMatchObject({
      title: 'horror',
      content,
      episodePolicy: 'shuffle',
      first: 'horror',
    });
    expect(why(answer, 'horror')[0]).toBe(
      'everything it matches fits, the longest with 5 minutes left',
    );
    expect(answer.excluded).toContainEqual({ reason: 'in the plan already', count: 1 });
    expect(why(answer, 'The cheers show').at(-1)).toBe('in the plan already at 13:30–14:00');
  });

  test('knows what a block placed in the plan plays', () => {
    const row = blockRowOf(makeRow(0, 90, 'asset:Dracula'));
    const plan = makePlan('plan', [], {
      blocks: [
        {
          id: PlacedBlockId.parse('placed'),
          startOffsetMinutes: 600,
          dayFilters: null,
          block: {
            id: BlockId.parse('block'),
            name: 'Morning',
            description: null,
            version: 1,
            rows: [row],
            createdAt: 0,
            updatedAt: 0,
          },
        },
      ],
    });
    const answer = suggest(
      input({ plan: heldPlan(plan, 'published'), planned: plannedBy([plan]) }),
    );
    expect(titles(answer)).not.toContain('Dracula');
    expect(answer.excluded).toContainEqual({ reason: 'in the plan already', count: 1 });
  });

  test('gives the same answer twice, whatever the order of the library, and places nothing', () => {
    const asked = input();
    const before = JSON.stringify([asked.plan, asked.carryIn]);
    const first = suggest(asked);
    const shuffled = suggest({ ...asked, catalog: buildCatalog([...assets].reverse()) });
    expect(shuffled).toEqual(first);
    expect(JSON.stringify([asked.plan, asked.carryIn])).toBe(before);
    expect(titles(suggest({ ...asked, limit: 2 }))).toEqual(titles(first).slice(0, 2));
  });

  test('airs what it said when the suggestion is accepted as a row', () => {
    const asked = input();
    for (const { content, episodePolicy, first, airings } of suggest(asked).suggestions) {
      const row = { ...makeRow(840, 90, 'series:accepted'), content, episodePolicy };
      const plan = planWith([]);
      const rows = applyPlanEdits(plan.assignments, [{ type: 'insert', assignment: row }]);
      const { day } = resolveDay({
        channel,
        catalog,
        date: DATE,
        carryIn: EMPTY_CARRY,
        planned: plannedBy([{ ...plan, assignments: rows.filter(({ id }) => id === row.id) }]),
      });
      const aired = day.airings.filter(({ lineage }) => lineage.assignmentId === row.id);
      expect([aired[0]?.episodeTitle ?? aired[0]?.title, aired.length]).toEqual([first, airings]);
      expect(aired.at(-1)?.endAt).toBeLessThanOrEqual(instantOfOffset(channel, DATE, 930));
    }
  });
});
