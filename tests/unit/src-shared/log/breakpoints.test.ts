import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { cutIntoActs, shareEvenly, type CutInput } from '#shared/log/breakpoints.ts';
import { BREAK_PRESETS, breakPreset } from '#shared/model/break-presets.ts';
import { BreakRules, breakRulesFor, DEFAULT_BREAK_RULES } from '#shared/model/break-rules.ts';

const NETWORK: CutInput = {
  slotMs: 1_800_000,
  contentMs: 1_320_000,
  breakpointsMs: [],
  rules: DEFAULT_BREAK_RULES,
};
const channelOf = (kind: 'network' | 'movie') => ({
  kind,
  breakRules: DEFAULT_BREAK_RULES,
  breakRulesByKind: {},
});
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
      rules: breakRulesFor(channelOf('movie'), 'movie'),
    };
    expect(starts(input)).toEqual([0]);
    expect(cutIntoActs(input).breaks).toEqual([{ durationMs: 1_680_000, rule: 'end-break' }]);
  });

  test.each([
    ['a 7-minute short in half an hour', 30, 7, [300_000, 300_000, 780_000]],
    ['an episode whose breaks are short enough', 30, 22, [160_000, 160_000, 160_000]],
  ])(
    'moves what is beyond the longest break to the end of the slot: %s',
    (_, slot, minutes, breaksMs) => {
      const { breaks } = cutIntoActs({
        ...NETWORK,
        slotMs: slot * 60_000,
        contentMs: minutes * 60_000,
      });
      expect(breaks.map(({ durationMs }) => durationMs)).toEqual(breaksMs);
    },
  );

  test('fades out content that runs past its fence', () => {
    const [act] = cutIntoActs({ ...NETWORK, contentMs: 1_800_400 }).acts;
    expect(act).toMatchObject({ durationMs: 1_800_000, transitionOut: FADE });
    const [exact] = cutIntoActs({ ...NETWORK, contentMs: 1_800_000 }).acts;
    expect(exact).toMatchObject({ durationMs: 1_800_000, transitionOut: HARD });
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

  test('makes three breaks in half an hour and six in an hour where there are no markers', () => {
    const half = cutIntoActs(NETWORK);
    const hour = cutIntoActs({ ...NETWORK, slotMs: 3_600_000, contentMs: 2_700_000 });
    for (const [{ acts, breaks }, count] of [
      [half, 3],
      [hour, 6],
    ] as const) {
      expect(breaks.map(({ rule }) => rule)).toEqual(Array(count).fill('computed-break'));
      expect(acts).toHaveLength(count + 1);
      const lengthsMs = acts.map(({ durationMs }) => durationMs);
      expect(Math.max(...lengthsMs) - Math.min(...lengthsMs)).toBeLessThanOrEqual(1);
    }
  });

  test('makes three segments in half an hour and six in an hour where the channel asks for so many', () => {
    const profile = (maximumBreaksPerHour: number): CutInput['rules'] => ({
      ...DEFAULT_BREAK_RULES,
      maximumBreaksPerHour,
    });
    const half = { ...NETWORK, rules: profile(4) };
    const hour = { ...NETWORK, slotMs: 3_600_000, contentMs: 2_700_000, rules: profile(5) };
    expect(cutIntoActs(half).acts).toHaveLength(3);
    expect(cutIntoActs(hour).acts).toHaveLength(6);
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
            rules: breakRulesFor(channelOf(channelKind), 'episode'),
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

const withRules = (rules: Partial<BreakRules>): CutInput['rules'] => ({
  ...DEFAULT_BREAK_RULES,
  ...rules,
});
const MINUTE = 60_000;
const HOUR = 3_600_000;

describe('break rules', () => {
  test('keep chapters out of the protected head and tail and apart from each other', () => {
    const input = {
      ...NETWORK,
      breakpointsMs: [80_000, 400_000, 450_000, 900_000, 1_290_000],
      rules: withRules({
        chaptersObeyRules: true,
        protectedHeadMs: 90_000,
        protectedTailMs: 60_000,
        minimumSpacingMs: 180_000,
      }),
    };
    expect(starts(input)).toEqual([0, 400_000, 900_000]);
    expect(starts({ ...input, rules: DEFAULT_BREAK_RULES })).toHaveLength(6);
  });

  test('compute no break inside a long protected tail', () => {
    const input = { ...NETWORK, rules: withRules({ protectedTailMs: 8 * MINUTE }) };
    expect(starts(input)).toEqual([0, 660_000]);
  });

  test('put everything after the content where content is not cut', () => {
    const input = {
      ...NETWORK,
      breakpointsMs: [400_000],
      rules: withRules({ cutsContent: false }),
    };
    expect(cutIntoActs(input).breaks).toEqual([{ durationMs: 480_000, rule: 'end-break' }]);
  });

  test('limit the breaks of an hour in proportion to the slot', () => {
    const rules = withRules({ maximumBreaksPerHour: 4 });
    expect(lengths({ ...NETWORK, rules })).toEqual([240_000, 240_000]);
    expect(lengths({ ...NETWORK, rules: withRules({ maximumBreaksPerHour: 0 }) })).toEqual([
      480_000,
    ]);
  });

  test('put break time beyond the limit of an hour after the content', () => {
    const rules = withRules({ maximumBreakMsPerHour: 12 * MINUTE });
    const { acts, breaks } = cutIntoActs({ ...NETWORK, rules });
    expect(acts).toHaveLength(4);
    expect(breaks).toEqual([
      { durationMs: 120_000, rule: 'computed-break' },
      { durationMs: 120_000, rule: 'computed-break' },
      { durationMs: 120_000, rule: 'computed-break' },
      { durationMs: 120_000, rule: 'end-break' },
    ]);
  });

  test('leave no hiccup after the content', () => {
    const rules = withRules({ maximumBreakMsPerHour: 950_000 });
    expect(lengths({ ...NETWORK, rules })).toEqual([158_334, 158_333, 153_333, 10_000]);
  });

  test('are what they were for a channel stored before there were more of them', () => {
    const { syntheticBreaks, breaksPerHalfHour, fadeMs, protectedEdgeMs, minimumSpacingMs } =
      DEFAULT_BREAK_RULES;
    const stored = {
      syntheticBreaks,
      breaksPerHalfHour,
      fadeMs,
      protectedEdgeMs,
      minimumSpacingMs,
    };
    expect(BreakRules.parse(stored)).toEqual(DEFAULT_BREAK_RULES);
  });

  test('hold for any content: exact sums, limits, protected parts, no micro acts', () => {
    let limited = 0;
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 10 }),
        fc.integer({ min: 1, max: 18_000_000 }),
        fc.array(fc.nat(18_000_000), { maxLength: 20 }),
        fc.record({
          breaksPerHalfHour: fc.integer({ min: 1, max: 6 }),
          protectedHeadMs: fc.integer({ min: 0, max: 15 * MINUTE }),
          protectedTailMs: fc.integer({ min: 0, max: 15 * MINUTE }),
          minimumSpacingMs: fc.integer({ min: 10_000, max: 20 * MINUTE }),
          maximumBreaksPerHour: fc.option(fc.integer({ min: 0, max: 8 })),
          maximumBreakMsPerHour: fc.option(fc.integer({ min: 0, max: HOUR })),
        }),
        (slots, contentMs, points, chosen) => {
          const slotMs = slots * 1_800_000;
          const rules = withRules({ ...chosen, chaptersObeyRules: true });
          const breakpointsMs = points.sort((a, b) => a - b);
          const { acts, breaks } = cutIntoActs({
            slotMs,
            contentMs,
            breakpointsMs,
            rules,
          });
          const playedMs = Math.min(contentMs, slotMs);
          expect(sum([...acts, ...breaks].map(({ durationMs }) => durationMs))).toBe(slotMs);
          expect(sum(acts.map(({ durationMs }) => durationMs))).toBe(playedMs);
          const inside = breaks.filter(({ rule }) => rule !== 'end-break');
          expect(inside).toHaveLength(acts.length - 1);
          acts.slice(1).forEach(({ inPointMs }, index) => {
            const before = acts[index]?.inPointMs ?? 0;
            expect(inPointMs).toBeGreaterThanOrEqual(chosen.protectedHeadMs);
            expect(playedMs - inPointMs).toBeGreaterThanOrEqual(chosen.protectedTailMs);
            expect(acts[index]?.durationMs).toBeGreaterThanOrEqual(1_000);
            if (index > 0) {
              expect(inPointMs - before).toBeGreaterThanOrEqual(chosen.minimumSpacingMs);
            }
          });
          expect(
            breaks.length === 1 || breaks.every(({ durationMs }) => durationMs >= 10_000),
          ).toBe(true);
          let at = 0;
          const hours = new Map<number, { count: number; ms: number }>();
          acts.forEach((act, index) => {
            at += act.durationMs;
            const hole = inside[index];
            if (!hole) return;
            const hour = Math.floor(at / HOUR);
            const { count, ms } = hours.get(hour) ?? { count: 0, ms: 0 };
            hours.set(hour, { count: count + 1, ms: ms + hole.durationMs });
            at += hole.durationMs;
          });
          for (const [hour, { count, ms }] of hours) {
            const share = Math.min(1, (slotMs - hour * HOUR) / HOUR);
            expect(count).toBeLessThanOrEqual((chosen.maximumBreaksPerHour ?? 99) * share);
            expect(ms).toBeLessThanOrEqual((chosen.maximumBreakMsPerHour ?? 2 * slotMs) * share);
          }
          if (inside.length > 0 && breaks.length > inside.length) limited += 1;
        },
      ),
      { seed: 12, numRuns: 400 },
    );
    expect(limited).toBeGreaterThan(20);
  });
});

describe('breakPreset', () => {
  const cut = (name: (typeof BREAK_PRESETS)[number], slotMinutes: number, minutes: number) => {
    const rules = breakRulesFor({ ...breakPreset(name), breakRulesByKind: {} }, 'episode');
    const input = { slotMs: slotMinutes * MINUTE, contentMs: minutes * MINUTE, breakpointsMs: [] };
    const { acts, breaks } = cutIntoActs({ ...input, rules });
    return { acts: acts.length, breaksMs: breaks.map(({ durationMs }) => durationMs) };
  };

  test('breaks as television of each kind does', () => {
    expect(cut('us-half-hour', 30, 22)).toEqual({ acts: 4, breaksMs: [160_000, 160_000, 160_000] });
    expect(cut('us-hour', 60, 44)).toMatchObject({ acts: 6 });
    expect(cut('uk-hour', 60, 46)).toEqual({
      acts: 4,
      breaksMs: [220_000, 220_000, 220_000, 180_000],
    });
    expect(cut('movie-channel', 120, 100)).toEqual({ acts: 1, breaksMs: [20 * MINUTE] });
    expect(cut('commercial-free', 30, 22)).toEqual({ acts: 1, breaksMs: [8 * MINUTE] });
    expect(breakPreset('commercial-free').traffic.allowedKinds).not.toContain('commercial');
  });

  test('is within what a channel may say', () => {
    for (const name of BREAK_PRESETS) {
      const { breakRules } = breakPreset(name);
      expect(BreakRules.parse(breakRules)).toEqual(breakRules);
    }
  });
});

describe('shareEvenly', () => {
  test('sums exactly and puts the remainder first', () => {
    expect(shareEvenly(10, 3)).toEqual([4, 3, 3]);
    expect(shareEvenly(480_001, 3)).toEqual([160_001, 160_000, 160_000]);
  });
});
