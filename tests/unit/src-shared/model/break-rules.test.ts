import { describe, expect, test } from 'vitest';

import { BREAK_CHANGES } from '#shared/model/break-presets.ts';
import {
  BreakChanges,
  breakRulesFor,
  type BreakingChannel,
  DEFAULT_BREAK_RULES,
  mergedBreakChanges,
} from '#shared/model/break-rules.ts';

const network: BreakingChannel = {
  kind: 'network',
  breakRules: { ...DEFAULT_BREAK_RULES, fadeMs: 100 },
  breakRulesByKind: { movie: { fadeMs: 200, maximumBreaksPerHour: 2 } },
};

describe('breakRulesFor', () => {
  // Kind of content; what the plan says; what the row says; the fade and the breaks per hour that hold.
  test.each([
    ['episode', null, null, 100, null],
    ['movie', null, null, 200, 2],
    ['movie', { fadeMs: 300 }, null, 300, 2],
    ['movie', { fadeMs: 300 }, { fadeMs: 400 }, 400, 2],
    ['movie', { fadeMs: 300 }, { maximumBreaksPerHour: null }, 300, null],
    ['episode', undefined, { maximumBreaksPerHour: 1 }, 100, 1],
    ['slate', null, null, 100, null],
  ])(
    'asks the row, its plan, the kind of content and the channel: %s %o %o',
    (kind, plan, row, fadeMs, most) => {
      const rules = breakRulesFor(network, kind, mergedBreakChanges(plan, row));
      expect([rules.fadeMs, rules.maximumBreaksPerHour]).toEqual([fadeMs, most]);
    },
  );

  test('cuts nothing on a movie channel unless a kind, plan or row says so', () => {
    const movies: BreakingChannel = { ...network, kind: 'movie' };
    expect(breakRulesFor(movies, 'movie').cutsContent).toBe(false);
    expect(breakRulesFor(movies, 'movie', BREAK_CHANGES.seldom).cutsContent).toBe(true);
    expect(breakRulesFor(network, 'episode', BREAK_CHANGES.uncut).cutsContent).toBe(false);
  });
});

describe('BreakChanges', () => {
  test('adds nothing that was not said, and refuses what is no rule', () => {
    expect(BreakChanges.parse({})).toEqual({});
    expect(BreakChanges.parse({ cutsContent: false })).toEqual({ cutsContent: false });
    expect(BreakChanges.safeParse({ cutContent: false }).success).toBe(false);
  });
});
