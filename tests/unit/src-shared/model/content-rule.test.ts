import { readFileSync } from 'node:fs';

import { describe, expect, test } from 'vitest';

import { ContentRule } from '#shared/model/content-rule.ts';
import { EPISODE_POLICIES } from '#shared/model/plan.ts';

const GUIDE = readFileSync(new URL('../../../../docs/content-rules.md', import.meta.url), 'utf8');

describe('docs/content-rules.md', () => {
  test('names every field of a rule and every policy', () => {
    for (const word of [...Object.keys(ContentRule.shape), ...EPISODE_POLICIES]) {
      expect(GUIDE).toContain(`| \`${word}\``);
    }
  });

  test('shows rules that are rules', () => {
    const examples = [...GUIDE.matchAll(/```json\n([\s\S]*?)```/g)].map((match) => match[1] ?? '');
    expect(examples.length).toBeGreaterThan(1);
    for (const example of examples) {
      expect(ContentRule.safeParse(JSON.parse(example)).success).toBe(true);
    }
  });
});
