import { describe, expect, test } from 'vitest';

import { methods } from '#shared/contract/index.ts';
import { Plan, PlanFields } from '#shared/model/plan.ts';

const names = Object.keys(methods);

describe('the contract', () => {
  test('has no versions of plans to go back to, only a number that refuses stale changes', () => {
    expect(
      names.filter((name) => /^plan\..*(version|history|rollback|restore)/i.test(name)),
    ).toEqual([]);
    expect(Plan.shape.version.safeParse(1).success).toBe(true);
    expect(PlanFields.shape).not.toHaveProperty('version');
  });

  test('has no plan that inherits from another', () => {
    const fields = Object.keys(Plan.shape);
    expect(fields.filter((field) => /parent|inherit|extends|base/i.test(field))).toEqual([]);
    expect(names.filter((name) => /^plan\..*inherit/i.test(name))).toEqual([]);
  });

  test('suggests only when asked, and a suggestion changes nothing', () => {
    const suggesting = names.filter((name) => /suggest|recommend/i.test(name));
    const kinds = suggesting.map((name) => methods[name as keyof typeof methods].kind);
    expect(kinds.every((kind) => kind === 'query')).toBe(true);
  });

  test('places no spot in a break by hand: breaks follow from rules', () => {
    expect(names.filter((name) => /^(break|pod|spot)\./i.test(name))).toEqual([]);
    expect(names.filter((name) => /^log\..*(insert|place|edit|remove)/i.test(name))).toEqual([]);
  });

  test('has no shared editing in real time: a change names the version that it was made of', () => {
    expect(names.filter((name) => /presence|collaborat|cursor\./i.test(name))).toEqual([]);
    expect(methods['plan.editDraft'].input.safeParse({ id: 'a', edits: [] }).success).toBe(false);
  });
});
