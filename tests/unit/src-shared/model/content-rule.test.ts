import { readFileSync } from 'node:fs';

import { describe, expect, test } from 'vitest';

import { ChannelFields } from '#shared/model/channel.ts';
import { isRatedAtMost, RATING_SYSTEMS } from '#shared/model/content-rating.ts';
import { ContentRule } from '#shared/model/content-rule.ts';
import { DAYPARTS } from '#shared/model/daypart.ts';
import { EPISODE_POLICIES } from '#shared/model/episode-policy.ts';

const GUIDE = readFileSync(new URL('../../../../docs/content-rules.md', import.meta.url), 'utf8');

describe('docs/content-rules.md', () => {
  test('names every field of a rule and every policy', () => {
    for (const word of [...Object.keys(ContentRule.shape), ...EPISODE_POLICIES]) {
      expect(GUIDE).toContain(`| \`${word}\``);
    }
  });

  test('shows rules that are rules, and hours that a channel takes', () => {
    const examples = [...GUIDE.matchAll(/```json\n([\s\S]*?)```/g)].map(
      (match) => JSON.parse(match[1] ?? '') as unknown,
    );
    expect(examples.filter((example) => Array.isArray(example))).toHaveLength(1);
    expect(examples.length).toBeGreaterThan(3);
    for (const example of examples) {
      const schema = Array.isArray(example) ? ChannelFields.shape.dayparts : ContentRule;
      expect(schema.safeParse(example).error).toBeUndefined();
    }
  });

  test('tells the order and the ages of every rating system, and the hours of the day', () => {
    for (const [system, steps] of Object.entries(RATING_SYSTEMS)) {
      const codes = steps.map(([code, age]) => `${code} ${String(age)}`).join(', ');
      expect(GUIDE).toMatch(
        new RegExp(`\\| \`${system}\` +\\| ${codes.replaceAll('+', '\\+')} +\\|`),
      );
    }
    for (const [name, span] of Object.entries(DAYPARTS)) {
      expect(GUIDE).toContain(`\`${name}\` ${span.replace('-', '–')}`);
    }
  });
});

describe('isRatedAtMost', () => {
  test('goes by the order of each system, from its mildest code to its strictest', () => {
    for (const [system, steps] of Object.entries(RATING_SYSTEMS)) {
      const codes = steps.map(([code]) => code);
      codes.forEach((limit, place) => {
        const within = codes.filter((code) =>
          isRatedAtMost([`rating:${system}:${code}`], `${system}:${limit}`),
        );
        expect(within).toEqual(codes.slice(0, place + 1));
      });
    }
  });

  test('lets PG-13 through and neither R nor what is unrated', () => {
    const isWithin = (...tags: string[]): boolean => isRatedAtMost(tags, 'mpaa:PG-13');
    expect(isWithin('rating:mpaa:PG-13')).toBe(true);
    expect(isWithin('rating:MPAA:pg', 'genre:family')).toBe(true);
    for (const tags of [
      ['rating:mpaa:R'],
      [],
      ['genre:family'],
      ['rating:NR'],
      ['rating:mpaa:X9'],
    ]) {
      expect([tags, isWithin(...tags)]).toEqual([tags, false]);
    }
  });

  test('compares other systems by age, by the strictest of their ratings', () => {
    const cases: readonly (readonly [readonly string[], string, boolean])[] = [
      [['rating:us-tv:TV-PG'], 'mpaa:PG', true],
      [['rating:us-tv:TV-14'], 'mpaa:PG-13', false],
      [['rating:fsk:12'], 'us-tv:TV-14', true],
      [['rating:FSK 16'], 'us-tv:TV-14', false],
      [['rating:bbfc:15', 'rating:fsk:12'], 'us-tv:TV-14', false],
      [['rating:mpaa:R', 'rating:fsk:12'], 'fsk:12', true],
      [['rating:us:PG-13'], 'bbfc:15', true],
      [['rating:TV-Y7'], 'us-tv:TV-G', true],
      [['rating:kijkwijzer:AL'], 'mpaa:G', true],
      [['rating:acb:MA15+'], 'bbfc:15', true],
    ];
    for (const [tags, limit, expected] of cases) {
      expect([tags, limit, isRatedAtMost(tags, limit)]).toEqual([tags, limit, expected]);
    }
  });
});
