import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { cutIntoActs, shareEvenly, type CutInput } from '#shared/log/breakpoints.ts';
import { DEFAULT_BREAK_RULES } from '#shared/model/channel.ts';

const NETWORK: CutInput = {
  slotMs: 1_800_000,
  contentMs: 1_320_000,
  breakpointsMs: [],
  channelKind: 'network',
  rules: DEFAULT_BREAK_RULES,
};
const FADE = { kind: 'fade', durationMs: 500 };
const HARD = { kind: 'none', durationMs: 0 };

const starts = (input: CutInput): number[] =>
  cutIntoActs(input).acts.map(({ inPointMs }) => inPointMs);
const lengths = (input: CutInput): number[] =>
  cutIntoActs(input).breaks.map(({ durationMs }) => durationMs);
const sum = (values: readonly number[]): number =>
  values.reduce((total, value) => total + value, 0);

describe('cutIntoActs', () => {
  test('divides a 22-minute episode at 5:30, 11:00 and 16:30 into three breaks of 160 seconds', () => {
    expect(starts(NETWORK)).toEqual([0, 330_000, 660_000, 990_000]);
    expect(lengths(NETWORK)).toEqual([160_000, 160_000, 160_000]);
    expect(cutIntoActs(NETWORK).breaks.every(({ rule }) => rule === 'computed-break')).toBe(true);
  });

  test('gives the remainder of the surplus to the first breaks', () => {
    expect(lengths({ ...NETWORK, contentMs: 1_319_999 })).toEqual([160_001, 160_000, 160_000]);
  });

  test('fades out before and in after a computed breakpoint', () => {
    const { acts } = cutIntoActs(NETWORK);
    expect(acts.map(({ transitionIn }) => transitionIn)).toEqual([HARD, FADE, FADE, FADE]);
    expect(acts.map(({ transitionOut }) => transitionOut)).toEqual([FADE, FADE, FADE, HARD]);
    const hard = cutIntoActs({ ...NETWORK, rules: { ...DEFAULT_BREAK_RULES, fadeMs: 0 } });
    expect(hard.acts.every(({ transitionOut }) => transitionOut.kind === 'none')).toBe(true);
  });

  test('cuts hard at the chapters inside the content', () => {
    const input = { ...NETWORK, breakpointsMs: [0, 400_000, 900_000, 1_320_000, 1_500_000] };
    expect(starts(input)).toEqual([0, 400_000, 900_000]);
    expect(lengths(input)).toEqual([240_000, 240_000]);
    const { acts, breaks } = cutIntoActs(input);
    expect(acts.every((act) => act.transitionIn.kind === 'none')).toBe(true);
    expect(breaks.every(({ rule }) => rule === 'chapter-break')).toBe(true);
  });

  test('computes breakpoints when no chapter lies inside the content', () => {
    expect(starts({ ...NETWORK, breakpointsMs: [0, 1_320_000] })).toHaveLength(4);
  });

  test('drops chapters that would leave an act of under a second', () => {
    const input = { ...NETWORK, breakpointsMs: [999, 400_000, 400_500, 1_319_500] };
    expect(starts(input)).toEqual([0, 400_000]);
  });

  test('keeps breaks from becoming shorter than ten seconds', () => {
    const breakpointsMs = Array.from({ length: 40 }, (_, index) => (index + 1) * 40_000);
    const input = { ...NETWORK, contentMs: 1_750_000, breakpointsMs };
    expect(lengths(input)).toEqual([10_000, 10_000, 10_000, 10_000, 10_000]);
    expect(starts({ ...NETWORK, contentMs: 1_795_000 })).toEqual([0]);
  });

  test('puts one break after the content on a movie channel, chapters or not', () => {
    const input: CutInput = {
      ...NETWORK,
      slotMs: 7_200_000,
      contentMs: 5_520_000,
      breakpointsMs: [1_000_000],
      channelKind: 'movie',
    };
    expect(starts(input)).toEqual([0]);
    expect(cutIntoActs(input).breaks).toEqual([{ durationMs: 1_680_000, rule: 'end-break' }]);
  });

  test('plays straight through when computed breaks are not allowed', () => {
    const rules = { ...DEFAULT_BREAK_RULES, syntheticBreaks: false };
    expect(cutIntoActs({ ...NETWORK, rules }).breaks).toEqual([
      { durationMs: 480_000, rule: 'end-break' },
    ]);
  });

  test('makes neither break nor fade when there is no break time', () => {
    const { acts, breaks } = cutIntoActs({ ...NETWORK, contentMs: 1_800_000 });
    expect(breaks).toEqual([]);
    expect(acts).toHaveLength(1);
    expect(acts[0]).toMatchObject({ transitionIn: HARD, transitionOut: HARD });
  });

  test('ends overlong content at the fence', () => {
    expect(cutIntoActs({ ...NETWORK, contentMs: 2_000_000 }).acts).toMatchObject([
      { inPointMs: 0, durationMs: 1_800_000 },
    ]);
  });

  test('makes more computed breaks in longer slots', () => {
    expect(lengths({ ...NETWORK, slotMs: 3_600_000, contentMs: 2_640_000 })).toHaveLength(6);
  });

  test('keeps computed breakpoints off the edges and away from each other', () => {
    const short = { ...NETWORK, slotMs: 900_000, contentMs: 200_000 };
    expect(starts(short)).toEqual([0, 100_000]);
    expect(starts({ ...short, contentMs: 110_000 })).toEqual([0]);
  });

  test('accounts for every millisecond of any slot', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 8 }),
        fc.integer({ min: 1, max: 15_000_000 }),
        fc.array(fc.nat(15_000_000), { maxLength: 12 }),
        fc.constantFrom('network', 'movie'),
        (slots, contentMs, points, channelKind) => {
          const slotMs = slots * 1_800_000;
          const breakpointsMs = points.sort((a, b) => a - b);
          const { acts, breaks } = cutIntoActs({
            ...NETWORK,
            slotMs,
            contentMs,
            breakpointsMs,
            channelKind,
          });
          const played = sum(acts.map(({ durationMs }) => durationMs));
          expect(played).toBe(Math.min(contentMs, slotMs));
          expect(played + sum(breaks.map(({ durationMs }) => durationMs))).toBe(slotMs);
          let inPointMs = 0;
          for (const act of acts) {
            expect(act.inPointMs).toBe(inPointMs);
            expect(act.durationMs).toBeGreaterThan(0);
            inPointMs += act.durationMs;
          }
        },
      ),
      { seed: 5 },
    );
  });
});

describe('shareEvenly', () => {
  test('sums exactly and puts the remainder first', () => {
    expect(shareEvenly(10, 3)).toEqual([4, 3, 3]);
    expect(shareEvenly(480_001, 3)).toEqual([160_001, 160_000, 160_000]);
  });
});
