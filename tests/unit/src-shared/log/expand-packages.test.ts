import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { expandAirings, type DraftBlock } from '#shared/log/expand.ts';
import { explainEvent } from '#shared/log/read/explain-event.ts';
import { contentMsOf } from '#shared/log/hold.ts';
import { lockBlocks } from '#shared/log/lock.ts';
import { rundownText } from '#shared/log/read/rundown.ts';
import { transmissionText } from '#shared/log/read/transmission-text.ts';
import { validateSeams } from '#shared/log/read/validate-seams.ts';
import { BREAK_PRESETS, breakPreset } from '#shared/model/break-presets.ts';
import type { Channel } from '#shared/model/channel.ts';
import type { LogBlock } from '#shared/model/log.ts';
import { EMPTY_CARRY, type Airing, type ScheduleDay } from '#shared/model/schedule-day.ts';
import type { VirtualAsset } from '#shared/model/virtual-asset.ts';
import { buildCatalog, type Catalog, type CatalogAsset } from '#shared/planning/choose/catalog.ts';
import { resolveDay } from '#shared/planning/resolve/resolve-day.ts';
import { assetIds, makePackageRow, makeSequence } from '#tests/helpers/package-fixtures.ts';
import {
  plannedBy,
  makeAsset,
  makeChannel,
  makeInterstitials,
  makePlan,
} from '#tests/helpers/planning-fixtures.ts';

const MINUTE = 60_000;
const channel = makeChannel({ defaultProgramming: { kind: 'slate' } });
const SPOTS = [
  ...makeInterstitials('commercial', 30, 30),
  ...makeInterstitials('bumper', 3, 5),
  ...makeInterstitials('station-id', 2, 10),
];
const library: readonly CatalogAsset[] = [
  makeAsset('one', { durationMs: 22 * MINUTE, breakpointsMs: [10 * MINUTE] }),
  makeAsset('two', { durationMs: 24 * MINUTE }),
  ...SPOTS,
];
const pair = makeSequence('Pair', ['one', 'two'], {
  before: assetIds('station-id-001'),
  after: assetIds('station-id-001'),
});

function freeze(source: VirtualAsset, on: Channel, catalog: Catalog, minutes = 60): ScheduleDay {
  const plans = [makePlan('plan', [makePackageRow(0, minutes, source)])];
  const { day } = resolveDay({
    channel: on,
    date: '2026-02-10',
    planned: plannedBy(plans),
    catalog,
    carryIn: EMPTY_CARRY,
  });
  return { ...day, frozenAt: 0 };
}

function airingOf(day: ScheduleDay): Airing {
  const airing = day.airings.find(({ content }) => content.kind === 'package');
  if (!airing) throw new Error('The package does not air.');
  return airing;
}

function expand(airing: Airing, on: Channel, catalog: Catalog): DraftBlock {
  const [block] = expandAirings({ channel: on, airings: [airing], catalog, history: new Map() });
  if (!block) throw new Error('Nothing was expanded.');
  return block;
}

function lock(block: DraftBlock, on: Channel): LogBlock {
  const [locked] = lockBlocks({ channel: on, drafts: [block], firstMediaSequence: 0, lockedAt: 1 });
  if (!locked) throw new Error('Nothing was locked.');
  return locked;
}

/** Runs of the same kind: `act one`, `break`. */
function shapeOf({ events }: DraftBlock): string[] {
  const shape: string[] = [];
  for (const { kind, assetId } of events) {
    const part = kind === 'act' ? `act ${String(assetId)}` : 'break';
    if (part !== 'break' || shape.at(-1) !== 'break') shape.push(part);
  }
  return shape;
}

describe('the log of a package', () => {
  const catalog = buildCatalog(library, [pair]);
  const day = freeze(pair, channel, catalog);
  const airing = airingOf(day);
  const block = expand(airing, channel, catalog);

  test('breaks at chapters and at the joint of two members, never after what opens or before what closes', () => {
    const breakRules = { ...channel.breakRules, syntheticBreaks: false, maximumBreakMs: null };
    const tight = { ...channel, breakRules };
    expect(shapeOf(expand(airing, tight, catalog))).toEqual([
      ...['act station-id-001', 'act one', 'break', 'act one', 'break'],
      ...['act two', 'act station-id-001'],
    ]);
  });

  test('cuts members without chapters by computation too, with fades, so that no break grows too long', () => {
    expect(shapeOf(block)).toEqual([
      ...['act station-id-001', 'act one', 'break', 'act one', 'break'],
      ...['act two', 'break', 'act two', 'break', 'act two', 'break', 'act two', 'break'],
      ...['act two', 'act station-id-001'],
    ]);
    const rules = new Set(
      block.events.filter(({ kind }) => kind === 'interstitial').map(({ lineage }) => lineage.rule),
    );
    expect(rules).toEqual(new Set(['chapter-break', 'computed-break']));
    const acts = block.events.filter(({ assetId }) => assetId === 'two');
    expect(
      acts.map(({ transitionIn, transitionOut }) => [transitionIn.kind, transitionOut.kind]),
    ).toEqual([
      ['none', 'fade'],
      ['fade', 'fade'],
      ['fade', 'fade'],
      ['fade', 'fade'],
      ['fade', 'none'],
    ]);
  });

  test('names the real asset and its own place in each act', () => {
    const acts = block.events.filter(({ kind }) => kind === 'act');
    expect(acts[1]).toMatchObject({ assetId: 'one', title: 'Title of one', inPointMs: 0 });
    expect(acts[2]).toMatchObject({ assetId: 'one', inPointMs: 10 * MINUTE - 0 });
    const lengths = new Map<string, number>();
    for (const { assetId, durationMs } of acts) {
      lengths.set(String(assetId), (lengths.get(String(assetId)) ?? 0) + durationMs);
    }
    expect(Object.fromEntries(lengths)).toEqual({
      'station-id-001': 20_000,
      one: 22 * MINUTE,
      two: 24 * MINUTE,
    });
  });

  test('locks without a fault although an ident airs in it twice', () => {
    const locked = lock(block, channel);
    expect(validateSeams(channel, [locked])).toEqual([]);
    const idents = locked.events.filter(
      ({ kind, assetId }) => kind === 'act' && assetId === 'station-id-001',
    );
    expect(idents.map(({ assetInFrame }) => assetInFrame)).toEqual([0, 0]);
    expect(locked.events.reduce((sum, { frameCount }) => sum + frameCount, 0)).toBe(
      locked.frameCount,
    );
  });

  test('puts black for exactly the time of a member that may no longer air', () => {
    const without = buildCatalog(
      library.filter(({ id }) => id !== 'two'),
      [pair],
    );
    const { events } = expand(airing, channel, without);
    const black = events.filter(({ lineage }) => lineage.rule === 'no-content');
    expect(black.reduce((sum, { durationMs }) => sum + durationMs, 0)).toBe(24 * MINUTE);
    expect(events.reduce((sum, { durationMs }) => sum + durationMs, 0)).toBe(60 * MINUTE);
    const nothing = expand(airing, channel, buildCatalog([]));
    expect(new Set(nothing.events.map(({ kind }) => kind))).toEqual(new Set(['pad']));
  });

  test('gives a movie channel its one break after the last member', () => {
    const movies = { ...channel, ...breakPreset('movie-channel') };
    expect(shapeOf(expand(airing, movies, catalog))).toEqual([
      ...['act station-id-001', 'act one', 'act two', 'act station-id-001', 'break'],
    ]);
  });

  test('says of an act and of a joint that they are a package’s', () => {
    const locked = lock(block, channel);
    const asked = {
      channel,
      block: locked,
      catalog,
      dayStartAt: day.startAt,
      plays: [],
      airingTitle: airing.title,
      isPackage: true,
    };
    const why = (index: number): string => {
      const event = locked.events[index];
      if (!event) throw new Error('There is no such event.');
      return explainEvent({ ...asked, event }).sentences.join(' ');
    };
    expect(why(1)).toContain('“Title of one”, from 0.0 s into it, a member of the package “Pair”');
    const next = locked.events.findIndex(({ assetId }) => assetId === 'two');
    const joint = locked.events.slice(0, next).findLastIndex(({ kind }) => kind === 'interstitial');
    expect(why(joint)).toContain('at the joint of two members');
  });

  test('lists the members in the rundown and in the transmission log', () => {
    const rows = rundownText(channel, day).split('\n');
    expect(rows.filter((row) => row.includes('- Title of'))).toEqual([
      '             0:00:10    - Title of station-id-001  [before]',
      '             0:22:00    - Title of one  [sequence]',
      '             0:24:00    - Title of two  [sequence]',
      '             0:00:10    - Title of station-id-001  [after]',
    ]);
    const text = transmissionText(channel, [lock(block, channel)]);
    expect(text).toContain('Title of station-id-001 + Title of one + Title of two');
  });

  test('sums exactly and plays every member once, in order, whatever the members and break rules', () => {
    const member = fc.record({
      durationMs: fc.integer({ min: 1_000, max: 50 * MINUTE }),
      chapters: fc.array(fc.integer({ min: 1, max: 50 * MINUTE }), { maxLength: 4 }),
    });
    fc.assert(
      fc.property(
        fc.array(member, { minLength: 1, maxLength: 6 }),
        fc.constantFrom(...BREAK_PRESETS),
        fc.integer({ min: 1, max: 60 * MINUTE }),
        (members, preset, cut) => {
          const assets = members.map(({ durationMs, chapters }, index) =>
            makeAsset(`m${String(index)}`, {
              durationMs,
              breakpointsMs: [...new Set(chapters)]
                .filter((at) => at < durationMs)
                .sort((a, b) => a - b),
            }),
          );
          const source = makeSequence(
            'Any',
            assets.map(({ id }) => id),
          );
          const all = buildCatalog([...assets, ...SPOTS], [source]);
          const on = { ...channel, ...breakPreset(preset) };
          const whole = airingOf(freeze(source, on, all, 360));
          const contentDurationMs = Math.min(whole.contentDurationMs, cut);
          for (const each of [whole, { ...whole, contentDurationMs }]) {
            const drafted = expand(each, on, all);
            expect(drafted.events.every(({ durationMs }) => durationMs > 0)).toBe(true);
            expect(drafted.events.reduce((sum, { durationMs }) => sum + durationMs, 0)).toBe(
              each.endAt - each.startAt,
            );
            let restMs = Math.min(each.contentDurationMs, each.endAt - each.startAt);
            const expected = assets.map(({ durationMs }) => {
              const ownMs = Math.min(durationMs, Math.max(restMs, 0));
              restMs -= durationMs;
              return ownMs;
            });
            const acts = drafted.events.filter(({ kind }) => kind === 'act');
            const played = assets.map(({ id }) => {
              let atMs = 0;
              for (const act of acts.filter(({ assetId }) => assetId === id)) {
                expect(act.inPointMs).toBe(atMs);
                atMs += contentMsOf(act);
              }
              return atMs;
            });
            expect(played).toEqual(expected);
            const order = acts.map(({ assetId }) => assets.findIndex(({ id }) => id === assetId));
            expect(order).toEqual([...order].sort((a, b) => a - b));
            expect(validateSeams(on, [lock(drafted, on)])).toEqual([]);
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});
