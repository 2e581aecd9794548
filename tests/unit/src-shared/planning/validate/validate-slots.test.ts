import { describe, expect, test } from 'vitest';

import { SeriesId } from '#shared/model/ids.ts';
import type { CatalogAsset } from '#shared/planning/choose/catalog.ts';
import { buildCatalog } from '#shared/planning/choose/catalog.ts';
import { validateSlots } from '#shared/planning/validate/validate-slots.ts';
import { supplyOfDays } from '#shared/planning/validate/spot-supply.ts';
import {
  makeAsset,
  makeChannel,
  makeInterstitials,
  makeRow,
} from '#tests/helpers/planning-fixtures.ts';

const channel = makeChannel();
const messagesOf = (seconds: number, spots: readonly CatalogAsset[], on = channel): string[] =>
  validateSlots(
    [makeRow(0, 120, 'asset:show')],
    on,
    buildCatalog([makeAsset('show', { title: 'Show', durationMs: seconds * 1_000 }), ...spots]),
  ).map(({ rule, message }) => `${rule}: ${message}`);

describe('validateSlots', () => {
  test('tells the two sums where there are fewer spots than break time', () => {
    const few = makeInterstitials('commercial', 7, 35);
    expect(messagesOf(420, few)).toEqual([
      'BREAK-SUPPLY: “Show” airs with 4:05 of spots for 23:00 of breaks: spots come again and again.',
    ]);
    expect(messagesOf(420, [])).toEqual([
      'BREAK-SUPPLY: “Show” airs with 0:00 of spots for 23:00 of breaks: the breaks are black.',
    ]);
  });

  test.each([
    ['there are enough', 420, makeInterstitials('commercial', 40, 35)],
    ['a filler runs', 420, makeInterstitials('filler', 1, 35)],
    ['there is less than a minute of breaks', 1_750, []],
  ])('says nothing where %s', (_, seconds, spots) => {
    expect(messagesOf(seconds, spots)).toEqual([]);
  });

  test('counts one content once and kinds that are not allowed not at all', () => {
    const copies = makeInterstitials('commercial', 4, 300).map((spot) => ({
      ...spot,
      contentIdentity: 'same',
    }));
    const promos = makeInterstitials('promo', 40, 35);
    const on = makeChannel({ traffic: { ...channel.traffic, allowedKinds: ['commercial'] } });
    expect(messagesOf(420, [...copies, ...promos], on)[0]).toContain('5:00 of spots for 23:00');
  });

  // The packing of the row, lengths of the shorts in seconds, and the break that is told of.
  test.each([
    ['auto', [20, 40, 80, 30, 60, 70], null],
    ['auto', [20], '29:40'],
    ['auto', [20, 900], '15:00'],
    ['auto', [20, 899], null],
    ['never', [20, 40], '29:40'],
    ['always', [20, 900], null],
  ] as const)(
    'leaves to resolved days how much break shorts leave that are packed: %s %j',
    (packing, lengths, told) => {
      const shorts = lengths.map((seconds, index) =>
        makeAsset(`short-${String(index)}`, {
          title: 'Short',
          seriesId: SeriesId.parse('shorts'),
          episodeNumber: index + 1,
          durationMs: seconds * 1_000,
        }),
      );
      const catalog = buildCatalog([...shorts, ...makeInterstitials('commercial', 2, 35)]);
      const row = makeRow(0, 120, 'series:shorts', { packing });
      const messages = validateSlots([row], channel, catalog).map(({ message }) => message);
      expect(messages).toEqual(
        told === null ? [] : [expect.stringContaining(`for ${told} of breaks`)],
      );
    },
  );

  // Length in seconds; whether another slot for so little is told.
  test.each([
    [1_800, false],
    [1_810, false],
    [1_811, true],
    [1_920, true],
    [1_921, false],
    [3_624, true],
    [24, false],
  ])('tells of an over-run that takes another slot: %i s, %s', (seconds, isTold) => {
    const spots = makeInterstitials('filler', 1, 35);
    expect(messagesOf(seconds, spots).some((message) => message.startsWith('SLOT-OVERRUN'))).toBe(
      isTold,
    );
  });
});

describe('supplyOfDays', () => {
  test('speaks of the airing with the longest breaks', () => {
    const airing = (title: string, slots: number, contentMs: number) =>
      ({
        title,
        content: { kind: 'asset', assetId: title, assetKind: 'episode' },
        lineage: {},
        startAt: 0,
        endAt: slots * 1_800_000,
        contentDurationMs: contentMs,
      }) as never;
    const days = [{ airings: [airing('Short', 1, 420_000), airing('Long', 2, 900_000)] }];
    const catalog = buildCatalog(makeInterstitials('promo', 2, 30));
    expect(supplyOfDays(channel, catalog, days)?.message).toContain(
      '“Long” airs with 1:00 of spots for 45:00 of breaks',
    );
    expect(supplyOfDays(channel, catalog, [{ airings: [] }])).toBeNull();
  });
});
