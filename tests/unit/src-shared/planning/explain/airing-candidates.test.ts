import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { EPISODE_POLICIES } from '#shared/model/episode-policy.ts';
import { DaypartRule } from '#shared/model/content-rule.ts';
import { AssetId } from '#shared/model/ids.ts';
import type { Assignment } from '#shared/model/plan.ts';
import { EMPTY_CARRY, type Airing, type ScheduleDay } from '#shared/model/schedule-day.ts';
import { buildCatalog } from '#shared/planning/choose/catalog.ts';
import { candidatesFor } from '#shared/planning/explain/airing-candidates.ts';
import { overrideDay } from '#shared/planning/revise/override-day.ts';
import type { IneligibleAsset } from '#shared/planning/explain/candidate-list.ts';
import { resolveDay } from '#shared/planning/resolve/resolve-day.ts';
import {
  makeAsset,
  plannedBy,
  makeCatalog,
  makeChannel,
  makePlan,
  makeRow,
} from '#tests/helpers/planning-fixtures.ts';

const channel = makeChannel();
const catalog = makeCatalog();
const DATE = '2026-02-10';
const shared = { channel, catalog, carryIn: EMPTY_CARRY };

/** What is tagged `late` airs at night only. */
const LATE_ONLY_AT_NIGHT = DaypartRule.parse({
  hours: '06:00-20:00',
  exclude: { tags: ['late'] },
});

function frozen(rows: readonly Assignment[]): {
  day: ScheduleDay;
  plans: ReturnType<typeof makePlan>[];
} {
  const plans = [makePlan('plan', rows)];
  const { day } = resolveDay({ ...shared, date: DATE, planned: plannedBy(plans) });
  return { day: { ...day, frozenAt: 0 }, plans };
}

function ask(rows: readonly Assignment[], index: number, ineligible: IneligibleAsset[] = []) {
  const { day, plans } = frozen(rows);
  return candidatesFor({
    ...shared,
    day,
    planned: plannedBy(plans),
    ineligible,
    airing: day.airings[index] as Airing,
  });
}

const told = (answer: ReturnType<typeof ask>, count: number): string[] =>
  answer.candidates.slice(0, count).map(({ assetId, reason }) => `${assetId}: ${reason}`);

describe('candidatesFor', () => {
  test('tells whose turn comes when in a rotation', () => {
    const answer = ask([makeRow(0, 120, 'series:alpha')], 1);
    expect(told(answer, 3)).toEqual([
      'alpha-e2: chosen',
      'alpha-e3: its turn comes 1 airing later',
      'alpha-e4: its turn comes 2 airings later',
    ]);
    expect(answer).toMatchObject({ total: 25, isChosenAgain: true });
  });

  test('tells what the seed passed over in a random choice', () => {
    const answer = ask([makeRow(0, 120, 'series:alpha', { episodePolicy: 'random' })], 2);
    expect(answer.candidates[0]).toMatchObject({ isChosen: true, reason: 'chosen' });
    expect(answer.candidates[1]?.reason).toBe('the seed drew another of 25');
    expect(answer.isChosenAgain).toBe(true);
  });

  test('tells how long what has aired rests', () => {
    const content = { type: 'rule', rule: { kind: ['movie'], notAiredWithinHours: 200 } } as const;
    const row = makeRow(0, 600, 'series:alpha', {
      content: { ...content, rule: { kind: ['movie'], notAiredWithinHours: 200 } },
    });
    const answer = ask([row], 1);
    expect(answer.candidates.some(({ reason }) => reason.includes('it rests for 200'))).toBe(true);
    expect(answer.isChosenAgain).toBe(true);
  });

  test('agrees with every choice of a day, whatever the policy', () => {
    for (const episodePolicy of [
      ...(['sequential', 'syndication', 'random', 'least-recently-used', 'shuffle'] as const),
      ...(['chronological', 'marathon', 'seasonal'] as const),
    ]) {
      const rows = [makeRow(0, 1_440, 'series:alpha', { episodePolicy })];
      const { day, plans } = frozen(rows);
      for (const airing of day.airings) {
        const answer = candidatesFor({
          ...shared,
          day,
          planned: plannedBy(plans),
          ineligible: [],
          airing,
        });
        expect(answer.isChosenAgain).toBe(true);
        expect(answer.candidates.filter(({ isChosen }) => isChosen)).toHaveLength(1);
      }
    }
  });

  test('says when today another would be chosen', () => {
    const { day, plans } = frozen([makeRow(0, 120, 'series:alpha')]);
    const fewer = makeCatalog();
    const episodes = [...fewer.episodesBySeries.values()].find(
      (list) => list[0]?.id === 'alpha-e1',
    );
    (episodes as unknown[]).splice(1, 1);
    (fewer.byId as Map<unknown, unknown>).delete('alpha-e2');
    const answer = candidatesFor({
      ...shared,
      day,
      planned: plannedBy(plans),
      catalog: fewer,
      airing: day.airings[1] as Airing,
      ineligible: [{ id: AssetId.parse('alpha-e2'), title: 'Part 2', why: 'not approved' }],
    });
    expect(answer.isChosenAgain).toBe(false);
    expect(told(answer, 1)).toEqual(['alpha-e3: would be chosen today']);
    expect(answer.candidates.at(-1)).toMatchObject({ assetId: 'alpha-e2', reason: 'not approved' });
  });

  test('tells what did not fit or had aired where default programming chose', () => {
    const { day, plans } = frozen([
      makeRow(0, 30, 'series:alpha'),
      makeRow(60, 1_380, 'series:beta'),
    ]);
    const answer = candidatesFor({
      ...shared,
      day,
      planned: plannedBy(plans),
      ineligible: [],
      airing: day.airings[1] as Airing,
    });
    const reasons = new Set(answer.candidates.map(({ reason }) => reason));
    expect(reasons).toContain('longer than the 30 minutes up to what follows');
    expect(reasons).toContain('aired already on that day');
    expect(reasons).toContain('its turn comes later');
    expect(answer.total).toBe(catalog.programmes.length);
  });

  test('agrees with the planner: what was chosen is refused by no gate that was not set aside, whatever the pool', () => {
    const films = fc.array(fc.integer({ min: 20, max: 110 }), { minLength: 3, maxLength: 14 });
    let [relaxed, refused] = [0, 0];
    fc.assert(
      fc.property(
        films,
        fc.constantFrom(...EPISODE_POLICIES),
        fc.constantFrom(2, 9, 40),
        fc.boolean(),
        fc.constantFrom('library', 'rule'),
        (minutes, episodePolicy, notAiredWithinHours, isRestricted, byDefault) => {
          const pool = buildCatalog(
            minutes.map((length, index) =>
              makeAsset(`film-${String(index)}`, {
                durationMs: length * 60_000,
                tags: index % 3 === 0 ? ['late'] : [],
              }),
            ),
          );
          const rule = { kind: ['movie' as const], notAiredWithinHours };
          const on = makeChannel({
            dayparts: isRestricted ? [LATE_ONLY_AT_NIGHT] : [],
            defaultProgramming:
              byDefault === 'rule' ? { kind: 'rule', rule, episodePolicy } : { kind: 'library' },
          });
          const row = makeRow(0, 600, 'series:alpha', {
            content: { type: 'rule', rule },
            episodePolicy,
          });
          const planned = plannedBy([makePlan('plan', [row])]);
          const start = { channel: on, catalog: pool, carryIn: EMPTY_CARRY };
          const { day } = resolveDay({ ...start, date: DATE, planned });
          for (const airing of day.airings.filter(({ content }) => content.kind === 'asset')) {
            const { candidates } = candidatesFor({
              ...start,
              day: { ...day, frozenAt: 0 },
              planned,
              ineligible: [],
              airing,
            });
            const [chosen, ...others] = candidates;
            const isRelaxed = airing.lineage.rotation?.relaxedToHours !== undefined;
            if (chosen?.reason === 'chosen') continue;
            relaxed += 1;
            refused += others.length;
            // A whole library repeats only where all else that fits has aired too, or waits for having aired right before.
            if (airing.lineage.rotation?.pool === 'library') {
              const reasons = others.map(({ reason }) => reason);
              const isWaiting = reasons.includes('aired right before');
              expect(chosen?.reason).toMatch(
                /^chosen, though aired (already on that day|right before)$/,
              );
              expect(isWaiting || !reasons.includes('its turn comes later')).toBe(true);
              continue;
            }
            expect(chosen?.reason).toMatch(/^chosen, though aired .* it rests for/);
            expect(isRelaxed).toBe(true);
          }
        },
      ),
      { seed: 19, numRuns: 60 },
    );
    expect([relaxed > 20, refused > 50]).toEqual([true, true]);
  });

  test('knows no candidates for what was put there by hand', () => {
    const { day, plans } = frozen([makeRow(0, 1_440, 'series:alpha')]);
    const target = day.airings[3] as Airing;
    const changed = overrideDay({
      ...shared,
      day,
      planned: plannedBy(plans),
      reason: 'a wish',
      isNextDayFrozen: false,
      lockedUntil: 0,
      edit: {
        type: 'replace',
        airingId: target.id,
        assetId: AssetId.parse('beta-e1'),
        scope: 'airing',
      },
    });
    const answer = candidatesFor({
      ...shared,
      planned: plannedBy(plans),
      ineligible: [],
      day: { ...changed, frozenAt: 0 },
      airing: changed.airings[3] as Airing,
    });
    expect(told(answer, 2)).toEqual(['beta-e1: chosen by hand']);
  });
});
