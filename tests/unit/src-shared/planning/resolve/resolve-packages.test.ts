import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { AssignmentId, PinId, SeriesId, ZoneId } from '#shared/model/ids.ts';
import type { Pin } from '#shared/model/pin.ts';
import type { Finding } from '#shared/model/finding.ts';
import type { Assignment, Plan } from '#shared/model/plan.ts';
import {
  EMPTY_CARRY,
  type Airing,
  type Carry,
  type ScheduleDay,
} from '#shared/model/schedule-day.ts';
import { PACKAGE_METHODS, type VirtualAsset } from '#shared/model/virtual-asset.ts';
import { DEFAULT_ZONE_FIELDS } from '#shared/model/zone.ts';
import { candidatesFor } from '#shared/planning/explain/airing-candidates.ts';
import { buildCatalog, type Catalog, type CatalogAsset } from '#shared/planning/choose/catalog.ts';
import { explainAiring } from '#shared/planning/explain/explain-airing.ts';
import type { ResolvedDay } from '#shared/planning/resolve/finish-day.ts';
import { overrideDay, type AiringEdit } from '#shared/planning/revise/override-day.ts';
import { impactOf } from '#shared/planning/revise/override-impact.ts';
import { resolveDay, type ResolveDayInput } from '#shared/planning/resolve/resolve-day.ts';
import { revertDay } from '#shared/planning/revise/revert-day.ts';
import { validateDay } from '#shared/planning/validate/validate-day.ts';
import { addDays, localTimeAt } from '#shared/time/zone.ts';
import { assetIdOf, kindOf, membersIn } from '#tests/helpers/airing-content.ts';
import {
  assetIds,
  makePackageRow,
  makeRulePackage,
  makeSequence,
} from '#tests/helpers/package-fixtures.ts';
import {
  plannedBy,
  makeAsset,
  makeChannel,
  makeEpisodes,
  makeInterstitials,
  makePlan,
  makeRow,
} from '#tests/helpers/planning-fixtures.ts';
import { foresee } from '#tests/helpers/foresee.ts';

const MINUTE = 60_000;
const DATE = '2026-02-10';
const channel = makeChannel({ defaultProgramming: { kind: 'slate' } });
const LIBRARY: readonly CatalogAsset[] = [
  ...makeEpisodes('alpha', 9),
  ...makeEpisodes('beta', 5, 44),
  makeAsset('feature', { durationMs: 95 * MINUTE }),
  makeAsset('second', { durationMs: 80 * MINUTE }),
  ...makeInterstitials('station-id', 2, 10),
];
const double = makeSequence('Double feature', ['feature', 'second'], {
  before: assetIds('station-id-001'),
});
const pair = makeRulePackage('Pair', { rule: { series: ['The alpha show'] } });

interface Setting extends Partial<ResolveDayInput> {
  readonly pins?: readonly Pin[];
  readonly packages?: readonly VirtualAsset[];
  readonly library?: readonly CatalogAsset[];
}

function catalogOf({ packages = [double, pair], library = LIBRARY }: Setting): Catalog {
  return buildCatalog(library, packages);
}

function resolve(rows: readonly Assignment[], setting: Setting = {}, plan: Partial<Plan> = {}) {
  return resolveDay({
    channel,
    date: DATE,
    carryIn: EMPTY_CARRY,
    catalog: catalogOf(setting),
    planned: plannedBy([makePlan('plan', rows, plan)], setting.pins),
    ...setting,
  });
}

/** Days in a row, each from the carry of the one before. */
function run(rows: readonly Assignment[], days: number, setting: Setting = {}): ResolvedDay[] {
  const resolved: ResolvedDay[] = [];
  let carryIn: Carry = EMPTY_CARRY;
  for (let index = 0; index < days; index += 1) {
    const { day } = resolve(rows, { ...setting, date: addDays(DATE, index), carryIn });
    resolved.push(day);
    carryIn = day.carryOut;
  }
  return resolved;
}

const packagesOf = (day: Pick<ScheduleDay, 'airings'>): Airing[] =>
  day.airings.filter(({ content }) => content.kind === 'package');
const membersOf = (airing: Airing): string[] => membersIn(airing).map(({ assetId }) => assetId);
const chosenIn = (days: readonly Pick<ScheduleDay, 'airings'>[]): string[] =>
  days.flatMap(packagesOf).flatMap(({ content }) =>
    membersIn({ content })
      .filter(({ role }) => role === 'chosen')
      .map(({ assetId }) => assetId),
  );
const rulesOf = (findings: readonly Finding[]): string[] => findings.map(({ rule }) => rule);

function soundness(day: ResolvedDay, setting: Setting = {}): Finding[] {
  const { byId } = catalogOf(setting);
  return validateDay({
    time: channel,
    day,
    occupiedUntil: null,
    isEligible: (id) => byId.has(id),
  });
}

describe('a row that plays a package', () => {
  const { day, findings } = resolve([makePackageRow(120, 240, double)]);
  const [airing] = packagesOf(day);
  if (!airing) throw new Error('The package does not air.');

  test('airs it once, as one airing of whole grid slots that lists its members', () => {
    expect(packagesOf(day)).toHaveLength(1);
    expect(airing).toMatchObject({ title: 'Double feature', seriesId: null });
    expect(membersOf(airing)).toEqual(['station-id-001', 'feature', 'second']);
    expect(airing.contentDurationMs).toBe(175 * MINUTE + 10_000);
    expect(airing.endAt - airing.startAt).toBe(180 * MINUTE);
    expect(localTimeAt(channel.timezone, airing.startAt)).toBe('08:00');
    expect(airing.content).toMatchObject({
      kind: 'package',
      package: { virtualAssetId: double.id, method: null },
    });
    expect(soundness(day)).toEqual([]);
    expect(rulesOf(findings).filter((rule) => rule.startsWith('package'))).toEqual([]);
  });

  test('fills what is left of the row by default programming', () => {
    const next = day.airings[day.airings.indexOf(airing) + 1];
    expect(next).toMatchObject({ startAt: airing.endAt, content: { kind: 'slate' } });
  });

  test('gives equal bytes for equal inputs, whatever the order of packages and library', () => {
    const again = resolve([makePackageRow(120, 240, double)], {
      packages: [pair, double],
      library: [...LIBRARY].reverse(),
    });
    expect(again.day).toEqual(day);
    expect(again.day.contentHash).toBe(day.contentHash);
  });

  test('owes it to the next day when the day ends before it could start', () => {
    const late = [makeRow(1_350, 90, 'asset:second'), makePackageRow(1_439, 240, double)];
    const [first, second] = run(late, 2);
    expect(packagesOf(first as ResolvedDay)).toEqual([]);
    const owed = packagesOf(second as ResolvedDay);
    expect(owed.map(membersOf)).toEqual([['station-id-001', 'feature', 'second']]);
  });
});

describe('a package by rule', () => {
  const rows = [makePackageRow(0, 60, pair), makePackageRow(600, 60, pair)];

  test('goes on in its series from day to day, passing over an odd leftover', () => {
    const expected = [1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4].map((n) => `alpha-e${String(n)}`);
    expect(chosenIn(run(rows, 3))).toEqual(expected);
  });

  test('neither moves the series’ own rotation nor is moved by it', () => {
    const [day] = run([makeRow(0, 120, 'series:alpha'), makePackageRow(600, 60, pair)], 1);
    expect(chosenIn([day as ResolvedDay])).toEqual(['alpha-e1', 'alpha-e2']);
    expect(day?.carryOut.cursors).toMatchObject({
      alpha: 'alpha-e4',
      [`package:${pair.id}`]: 'alpha-e2',
    });
  });

  test('deals from its deck without a repeat until too little is left', () => {
    const shuffled = { ...pair, method: 'shuffle' as const };
    const dealt = chosenIn(run(rows, 4, { packages: [shuffled] }));
    expect(new Set(dealt.slice(0, 8)).size).toBe(8);
    expect(new Set(dealt.slice(8, 16)).size).toBe(8);
    expect(dealt.slice(8)).not.toEqual(dealt.slice(0, 8));
  });

  test('goes on after a kept head exactly as the day went on before, by every method', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...PACKAGE_METHODS),
        fc.integer({ min: 1, max: 4 }),
        fc.boolean(),
        fc.integer({ min: 0, max: 12 }),
        (method, count, allowShort, kept) => {
          const source = makeRulePackage('Any', {
            rule: {},
            method,
            size: { count },
            allowShort,
            excludeRecentDays: 1,
          });
          const plan = [0, 240, 480, 720].map((start) => makePackageRow(start, 240, source));
          const [before, whole] = run(plan, 2, { packages: [source] });
          if (!before || !whole) throw new Error('Nothing was resolved.');
          const again = resolve(plan, {
            packages: [source],
            date: whole.broadcastDate,
            carryIn: before.carryOut,
            protectedAirings: whole.airings.slice(0, kept),
          });
          expect(again.day).toEqual(whole);
        },
      ),
      { numRuns: 40 },
    );
  });

  test('lets its programmes rest by what the channel has aired, as a member of it too', () => {
    const resting = { ...pair, method: 'random' as const, excludeRecentDays: 2 };
    const days = run([makePackageRow(0, 60, resting)], 4, { packages: [resting] });
    const chosen = days.map((day) => chosenIn([day]));
    for (const [index, ids] of chosen.entries()) {
      const recent = chosen.slice(Math.max(0, index - 1), index).flat();
      expect(ids.filter((id) => recent.includes(id))).toEqual([]);
    }
  });
});

describe('a list or zone with packages', () => {
  const items = [
    { type: 'virtual_package', virtualAssetId: pair.id },
    { type: 'series', seriesId: SeriesId.parse('beta') },
  ] as const;
  const expected = ['alpha-e1+alpha-e2', 'beta-e1', 'alpha-e3+alpha-e4', 'beta-e2'];
  const shown = (day: ResolvedDay): string[] =>
    day.airings
      .filter(({ content }) => kindOf({ content }) !== 'slate')
      .map((airing) => assetIdOf(airing) ?? membersOf(airing).join('+'));

  test('airs a package whole whenever its turn comes', () => {
    const row = makeRow(0, 210, 'series:beta', { content: { type: 'list', items: [...items] } });
    const { day } = resolve([row]);
    expect(shown(day).slice(0, 4)).toEqual(expected);
    expect(soundness(day)).toEqual([]);
  });

  test('airs it in turn in a zone as well', () => {
    const zone = {
      ...DEFAULT_ZONE_FIELDS,
      id: ZoneId.parse('zone'),
      name: 'Morning',
      items: [...items],
      startOffsetMinutes: 0,
      endOffsetMinutes: 210,
    };
    const { day } = resolve([], {}, { zones: [zone] });
    expect(shown(day).slice(0, 4)).toEqual(expected);
  });

  test('passes over a package that cannot air', () => {
    const row = makeRow(0, 120, 'series:beta', { content: { type: 'list', items: [...items] } });
    const { day } = resolve([row], { packages: [] });
    expect(shown(day).slice(0, 2)).toEqual(['beta-e1', 'beta-e2']);
  });
});

describe('what is said of a package', () => {
  const library = LIBRARY.filter(({ id }) => id !== 'second' && id !== 'station-id-001');

  test('says why it cannot air, and default programming fills its row', () => {
    const { day, findings } = resolve([makePackageRow(0, 240, double)], { library });
    expect(packagesOf(day)).toEqual([]);
    const [finding] = findings.filter(({ rule }) => rule === 'INV-PLAN-ELIGIBLE-ASSETS-ONLY-001');
    expect(finding?.message).toContain(
      '“Double feature” of the row at 06:00 cannot air: 1 of its 2',
    );
  });

  test('says that it is gone', () => {
    const { findings } = resolve([makePackageRow(0, 240, double)], { packages: [] });
    expect(findings.map(({ message }) => message).join()).toContain('does not exist any more');
  });

  test('warns when it is short, incomplete, or takes all of its row', () => {
    const short = { ...double, allowShort: true };
    const { findings } = resolve([makePackageRow(0, 90, short)], { packages: [short], library });
    expect(rulesOf(findings)).toEqual(
      expect.arrayContaining(['package-short', 'package-incomplete', 'package-over-length']),
    );
  });

  test('foretells when it has aired all it has and begins again', () => {
    const warnings = foresee({
      channel,
      catalog: catalogOf({}),
      dates: [0, 1, 2, 3, 4].map((n) => addDays(DATE, n)),
      planned: plannedBy([makePlan('plan', [makePackageRow(0, 60, pair)])]),
      start: { carryIn: EMPTY_CARRY, opensAt: null },
    });
    expect(warnings).toContainEqual(
      expect.objectContaining({ rule: 'rotation-goes-round', fromDate: addDays(DATE, 4) }),
    );
  });
});

describe('a frozen package', () => {
  const rows = [makePackageRow(0, 60, pair), makePackageRow(600, 240, double)];
  const plans = [makePlan('plan', rows)];
  const day: ScheduleDay = { ...resolve(rows).day, frozenAt: 0 };
  const shared = {
    channel,
    planned: plannedBy(plans),
    catalog: catalogOf({}),
    carryIn: EMPTY_CARRY,
    reason: 'a test',
  };
  const remaking = { ...shared, day, isNextDayFrozen: false, lockedUntil: 0 };
  const [first, second] = packagesOf(day);
  if (!first || !second) throw new Error('The packages do not air.');
  const at = { airingId: first.id, scope: 'airing' } as const;
  const change = (edit: AiringEdit): ResolvedDay => overrideDay({ ...remaking, edit });

  test('is trimmed to whole members and a piece, and leaves what fell out for its next turn', () => {
    const trimmed = change({ ...at, type: 'trim', contentDurationMs: 20 * MINUTE });
    const [airing] = packagesOf(trimmed);
    expect(membersIn(airing)).toMatchObject([
      { assetId: 'alpha-e1', startMs: 0, durationMs: 20 * MINUTE },
    ]);
    expect(soundness(trimmed)).toEqual([]);
    expect(trimmed.carryOut.cursors).toMatchObject({ [`package:${pair.id}`]: 'alpha-e1' });
    const { changes } = impactOf(day, trimmed, []);
    expect(changes.map(({ type, title }) => `${type} ${title}`)).toEqual([
      ...['trimmed Pair', `added ${channel.name}`],
    ]);
  });

  test('moves whole, with its members', () => {
    const startAt = first.startAt + 120 * MINUTE;
    const moved = change({ ...at, type: 'shift', startAt, scope: 'rest-of-day' });
    const airing = packagesOf(moved).find(({ title }) => title === 'Pair');
    expect(airing).toMatchObject({
      startAt,
      endAt: startAt + 60 * MINUTE,
      content: first.content,
    });
    expect(soundness(moved)).toEqual([]);
    expect(impactOf(day, moved, []).changes).toContainEqual(
      expect.objectContaining({ type: 'moved', title: 'Pair' }),
    );
  });

  test('gives its members back to the rotation when it is taken out', () => {
    const without = change({ ...at, type: 'remove' });
    expect(without.carryOut.cursors).not.toHaveProperty(`package:${pair.id}`);
    expect(soundness(without)).toEqual([]);
  });

  test('comes back as it was, unless a member may no longer air', () => {
    const changed = { ...change({ ...at, type: 'remove' }), frozenAt: 0 };
    const back = { ...shared, isNextDayFrozen: false, lockedUntil: 0, day: changed, target: day };
    expect(revertDay(back).airings).toEqual(day.airings);
    const library = LIBRARY.filter(({ id }) => id !== 'second');
    const partly = revertDay({ ...back, catalog: catalogOf({ library }) });
    expect(packagesOf(partly).map(({ title }) => title)).toEqual(['Pair']);
  });

  test('is found unsound when its members do not sum, or one is not eligible', () => {
    const [head, ...tail] = membersIn(second);
    if (!head) throw new Error('It has no members.');
    const spoilt = {
      ...day,
      airings: day.airings.map((airing) =>
        airing.id === second.id
          ? {
              ...airing,
              content: {
                kind: 'shorts' as const,
                members: [{ ...head, durationMs: head.durationMs + 1 }, ...tail],
              },
            }
          : airing,
      ),
    };
    expect(rulesOf(soundness(spoilt))).toEqual(['package-members']);
    const library = LIBRARY.filter(({ id }) => id !== 'alpha-e2');
    expect(rulesOf(soundness(day, { library }))).toEqual(['LAW-ELIGIBILITY']);
  });

  test('says of each member why it is there', () => {
    const sentences = explainAiring({
      airing: second,
      plan: plans[0] ?? null,
      timezone: channel.timezone,
      cursorTitle: null,
      frozenAt: 0,
    });
    expect(sentences).toEqual(
      expect.arrayContaining([
        'It is the package “Double feature”, which became 3 assets when the day was resolved.',
        '1. “Title of station-id-001”: opens the package.',
        '2. “Title of feature”: stands there in its fixed sequence.',
      ]),
    );
    const asked = { ...shared, day, airing: first, ineligible: [] };
    const { candidates, isChosenAgain } = candidatesFor(asked);
    expect(isChosenAgain).toBe(true);
    expect(candidates.slice(0, 3)).toMatchObject([
      { assetId: 'alpha-e1', isChosen: true, reason: 'its turn in order' },
      { assetId: 'alpha-e2', isChosen: true },
      { assetId: 'alpha-e3', isChosen: false },
    ]);
    const gone = candidatesFor({ ...asked, catalog: catalogOf({ packages: [] }) });
    expect(gone).toMatchObject({ isChosenAgain: null, total: 2 });
  });

  test('keeps its name and members whatever becomes of the package', () => {
    const renamed = { ...pair, name: 'Twins', rule: { series: ['The beta show'] } };
    const again = resolve(rows, {
      packages: [double, renamed],
      protectedAirings: day.airings,
    });
    expect(again.day.airings).toEqual(day.airings);
  });
});

describe('an encore of a package', () => {
  const encore: Assignment = makeRow(720, 240, 'series:alpha', {
    id: AssignmentId.parse('encore'),
    content: { type: 'encore', of: makePackageRow(0, 60, pair).id, daysAgo: 0 },
  });

  test('airs the same members again and moves no rotation', () => {
    const { day } = resolve([makePackageRow(0, 60, pair), encore]);
    const [first, again] = packagesOf(day);
    expect(again?.title).toBe('Pair');
    expect(membersIn(again)).toEqual(membersIn(first));
    expect(again?.lineage).toMatchObject({
      assignmentId: 'encore',
      encore: { startAt: first?.startAt },
    });
    expect(day.carryOut.cursors).toMatchObject({ [`package:${pair.id}`]: 'alpha-e2' });
    expect(soundness(day)).toEqual([]);
  });
});

describe('a package among pins and hours', () => {
  function pinAt(startOffsetMinutes: number, source: VirtualAsset): Pin {
    return {
      id: PinId.parse('pin'),
      channelId: channel.id,
      days: { type: 'dates', dates: [DATE] },
      startOffsetMinutes,
      durationMinutes: 180,
      episodePolicy: 'sequential',
      content: { type: 'virtual_package', virtualAssetId: source.id },
      operatorIntent: null,
      createdAt: 0,
    };
  }

  test('is pinned like any content, and gives way to a pin that it would run into', () => {
    const { day, findings } = resolve(
      [makePackageRow(0, 60, pair), makePackageRow(60, 240, double)],
      {
        pins: [pinAt(150, double)],
      },
    );
    const placed = packagesOf(day).map(({ title, startAt, lineage }) => [
      ...[title, localTimeAt(channel.timezone, startAt), lineage.rule],
    ]);
    expect(placed).toEqual([
      ['Pair', '06:00', 'assignment'],
      ['Double feature', '08:30', 'pin'],
    ]);
    expect(findings).toContainEqual(
      expect.objectContaining({
        rule: 'pin-starts-on-time',
        message: expect.stringContaining('“Double feature” at 07:00') as string,
      }),
    );
  });

  test('takes only what the channel allows as long as the whole package is on', () => {
    const tagged = ['mild', 'harsh', 'gentle'].map((name) =>
      makeAsset(name, {
        durationMs: 50 * MINUTE,
        tags: [`rating:tv:${name === 'harsh' ? 'MA' : 'G'}`],
      }),
    );
    const films = makeRulePackage('Films', { rule: {}, size: { count: 2 } });
    const strict = {
      ...channel,
      dayparts: [{ hours: '07:00-09:00', rating: ['tv:G'] }],
    };
    const setting = { channel: strict, packages: [films], library: tagged };
    const at = (start: number): string[] => {
      const { day } = resolve([makePackageRow(start, 120, films)], setting);
      return packagesOf(day).flatMap(membersOf);
    };
    // At 06:00 the first fifty minutes end before seven, but not the package.
    expect(at(0)).toEqual(['gentle', 'mild']);
    expect(at(240)).toEqual(['gentle', 'harsh']);
    const harsh = makeSequence('Harsh', ['harsh', 'mild']);
    const refused = resolve([makePackageRow(0, 120, harsh)], { ...setting, packages: [harsh] });
    expect(packagesOf(refused.day)).toEqual([]);
  });
});
