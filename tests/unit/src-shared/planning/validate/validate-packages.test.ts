import { describe, expect, test } from 'vitest';

import { VirtualAssetId, ZoneId } from '#shared/model/ids.ts';
import type { Finding } from '#shared/model/finding.ts';
import type { Assignment } from '#shared/model/plan.ts';
import type { VirtualAsset } from '#shared/model/virtual-asset.ts';
import { DEFAULT_ZONE_FIELDS, type Zone } from '#shared/model/zone.ts';
import { buildCatalog } from '#shared/planning/choose/catalog.ts';
import { isContentEligible } from '#shared/planning/choose/contents/kinds.ts';
import { longestOfPackage } from '#shared/planning/choose/package-trial.ts';
import { validatePackages } from '#shared/planning/validate/validate-packages.ts';
import { validatePlan } from '#shared/planning/validate/validate-plan.ts';
import { makePackageRow, makeRulePackage, makeSequence } from '#tests/helpers/package-fixtures.ts';
import { makeAsset, makeEpisodes, makeRow } from '#tests/helpers/planning-fixtures.ts';

const MINUTE = 60_000;
const assets = [makeAsset('one'), makeAsset('two'), ...makeEpisodes('alpha', 5)];

function findings(
  row: Assignment,
  packages: readonly VirtualAsset[],
  zones: readonly Zone[] = [],
): Finding[] {
  const found = validatePlan({
    gridMinutes: 30,
    assignments: [row],
    zones,
    catalog: buildCatalog(assets, packages),
  });
  return found.filter(({ rule }) => rule !== 'INV-PLAN-FULL-COVERAGE-001');
}

const rulesOf = (found: readonly Finding[]): string[] =>
  found.map(({ severity, rule }) => `${severity} ${rule}`);

describe('a plan with packages', () => {
  const good = makeSequence('Good', ['one', 'two']);

  test('finds nothing wrong with one that airs and leaves time for breaks', () => {
    expect(findings(makePackageRow(0, 210, good), [good])).toEqual([]);
  });

  test('refuses one that does not exist, and one of which nothing may air', () => {
    const row = makePackageRow(0, 210, { id: VirtualAssetId.parse('gone') });
    const [unknown, ...more] = findings(row, [good]);
    expect(more).toEqual([]);
    expect(unknown).toMatchObject({ severity: 'error', subjectId: row.id });
    expect(unknown?.message).toContain('does not exist');
    const empty = makeRulePackage('Empty', { rule: { series: ['Nothing'] } });
    const [nothing] = findings(makePackageRow(0, 60, empty), [empty]);
    expect(nothing?.message).toContain('“Empty”, which cannot air: Its rule matches nothing');
    expect(isContentEligible(row.content, buildCatalog(assets, [good]))).toBe(false);
  });

  test('warns of one that is short or lacks fixed assets', () => {
    const short = makeSequence('Short', ['one', 'gone'], { allowShort: true });
    expect(rulesOf(findings(makePackageRow(0, 120, short), [short]))).toEqual([
      ...['warning package-short', 'warning package-short'],
    ]);
  });

  // Minutes of the row, minutes that the channel tolerates, findings about a package of 180 minutes.
  test.each([
    [181, 0, []],
    [180, 0, []],
    [179, 0, ['warning C-ZONE-02']],
    [179, 1, []],
    [178, 1, ['warning C-ZONE-02']],
  ])(
    'warns of a package that is longer than its row of %i minutes by more than %i are tolerated',
    (minutes, tolerated, expected) => {
      const found = validatePackages(
        [makePackageRow(0, minutes, good)],
        [],
        buildCatalog(assets, [good]),
        tolerated * 60_000,
      );
      expect(rulesOf(found)).toEqual(expected);
    },
  );

  test('warns of one that by its rule may be longer than its row', () => {
    const drawn = makeRulePackage('Drawn', { rule: {}, size: { count: 2 } });
    const [warning] = findings(makePackageRow(0, 60, drawn), [drawn]);
    expect(warning?.message).toContain('may last up to 180 minutes');
    expect(findings(makePackageRow(0, 60, drawn), [{ ...drawn, maximumMinutes: 50 }])).toEqual([]);
  });

  test('refuses one in a list that takes no turns', () => {
    const items = [{ type: 'virtual_package', virtualAssetId: good.id }] as const;
    const list = (episodePolicy: Assignment['episodePolicy']): Assignment =>
      makeRow(0, 240, 'series:alpha', {
        content: { type: 'list', items: [...items] },
        episodePolicy,
      });
    expect(rulesOf(findings(list('shuffle'), [good]))).toEqual(['error package-out-of-turn']);
    expect(findings(list('sequential'), [good])).toEqual([]);
  });

  test('looks into zones as well', () => {
    const zone: Zone = {
      ...DEFAULT_ZONE_FIELDS,
      id: ZoneId.parse('zone'),
      name: 'Night',
      startOffsetMinutes: 600,
      endOffsetMinutes: 900,
      items: [{ type: 'virtual_package', virtualAssetId: good.id }],
    };
    const [finding] = findings(makeRow(0, 60, 'asset:gone'), [], [zone]).filter(
      ({ subjectId }) => subjectId === zone.id,
    );
    expect(finding?.message).toContain('The zone “Night” 10:00–15:00 plays a package');
  });
});

describe('longestOfPackage', () => {
  test('adds up what the package can take at most', () => {
    const of = (source: VirtualAsset): number =>
      longestOfPackage(buildCatalog(assets, [source]), source) / MINUTE;
    expect(of(makeSequence('Good', ['one', 'two', 'gone']))).toBe(180);
    expect(of(makeRulePackage('Pair', { rule: { series: ['alpha'] } }))).toBe(44);
    const target = makeRulePackage('Hour', { rule: {}, size: { targetMinutes: 60 } });
    expect(of(target)).toBe(150);
    expect(of({ ...target, maximumMinutes: 70 })).toBe(70);
  });
});
