import { describe, expect, test } from 'vitest';

import { AssetId, ZoneId } from '#shared/model/ids.ts';
import { EMPTY_CARRY } from '#shared/model/schedule-day.ts';
import { DEFAULT_ZONE_FIELDS, type Zone } from '#shared/model/zone.ts';
import { resolveDay } from '#shared/planning/resolve/resolve-day.ts';
import { inheritedZones } from '#shared/planning/plan/zone-inheritance.ts';
import { checkZones } from '#shared/planning/plan/zones.ts';
import { localTimeAt } from '#shared/time/zone.ts';
import { assetIdOf } from '#tests/helpers/airing-content.ts';
import { plannedBy, makeCatalog, makeChannel, makePlan } from '#tests/helpers/planning-fixtures.ts';

const FRIDAY = '2026-02-13';
const SATURDAY = '2026-02-14';
const channel = makeChannel();
const catalog = makeCatalog();

const movie = (id: string): Zone['items'] => [{ type: 'asset', assetId: AssetId.parse(id) }];

function zone(name: string, from: number, to: number, fields: Partial<Zone> = {}): Zone {
  return {
    ...DEFAULT_ZONE_FIELDS,
    id: ZoneId.parse(name),
    name,
    startOffsetMinutes: from,
    endOffsetMinutes: to,
    ...fields,
  };
}

const pattern = zone('pattern', 0, 120, {
  items: movie('movie-short'),
  dayFilters: ['SAT'],
  effectiveStart: '2026-01-01',
  dstPolicy: 'reject',
  isEnabled: false,
});
const heir = zone('heir', 600, 720, { parentId: pattern.id });

function inZones(zones: Zone[], date: string): string[] {
  const plans = [{ ...makePlan('plan', []), zones }];
  const { day } = resolveDay({
    channel,
    date,
    planned: plannedBy(plans),
    catalog,
    carryIn: EMPTY_CARRY,
  });
  return day.airings
    .filter(({ lineage }) => lineage.rule === 'zone')
    .map(
      ({ startAt, content }) =>
        `${localTimeAt(channel.timezone, startAt)} ${String(assetIdOf({ content }))}`,
    );
}

describe('inheritedZones', () => {
  test('takes from the parent what the zone leaves unset, and nothing else', () => {
    expect(inheritedZones([pattern, heir])[1]).toEqual({
      ...heir,
      items: pattern.items,
      dayFilters: ['SAT'],
      effectiveStart: '2026-01-01',
      dstPolicy: 'reject',
    });
  });

  test('keeps what the zone sets itself', () => {
    const own = {
      ...heir,
      items: movie('movie-long'),
      dayFilters: ['FRI' as const],
      effectiveEnd: '2026-12-31',
      dstPolicy: 'shrink_one_block' as const,
    };

    expect(inheritedZones([pattern, own])[1]).toEqual(own);
  });
});

describe('a zone with a parent', () => {
  test('airs the parent’s content on the parent’s days in a window of its own', () => {
    expect(inZones([pattern, heir], FRIDAY)).toEqual([]);
    expect(inZones([pattern, heir], SATURDAY)).toEqual(['16:00 movie-short', '17:30 movie-short']);
  });

  test('follows the parent when that is changed', () => {
    const changed = { ...pattern, items: movie('movie-medium'), dayFilters: null };

    expect(inZones([changed, heir], FRIDAY)).toEqual(['16:00 movie-medium']);
  });
});

describe('checkZones', () => {
  test('accepts a parent and refuses itself, a stranger and a chain', () => {
    const third = zone('third', 900, 960, { parentId: heir.id });

    expect(() => {
      checkZones([pattern, heir]);
    }).not.toThrow();
    expect(() => {
      checkZones([{ ...pattern, parentId: pattern.id }]);
    }).toThrow(/itself/);
    expect(() => {
      checkZones([heir]);
    }).toThrow(/does not have/);
    expect(() => {
      checkZones([pattern, heir, third]);
    }).toThrow(/inherits itself/);
  });

  test('sees overlaps on inherited days', () => {
    const other = zone('other', 660, 780, { items: movie('movie-long'), dayFilters: ['SAT'] });

    expect(() => {
      checkZones([pattern, { ...heir, effectiveStart: null }, other]);
    }).not.toThrow();
    expect(() => {
      checkZones([{ ...pattern, effectiveStart: null }, heir, other]);
    }).toThrow(/overlap/);
  });
});
