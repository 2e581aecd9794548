import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

import { describe, expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('../../../../src-main', import.meta.url));
const PLANNERS =
  /from '(?:#shared\/|[./]*src-shared\/)(?:planning\/[a-z]+\/(?:resolve-day|day-builder|default-programming|episode-choice|library-deck|windows|what-if|foresee|override-day|revert-day)|log\/(?:expand|lock|breakpoints)|traffic\/(?!play-history)[a-z-]+)\.ts'/;

/** Source files that import a planner, by path below `src-main`. */
async function plannersUsedIn(root: string): Promise<{ read: number; users: string[] }> {
  const names = await readdir(root, { recursive: true });
  const files = names.filter((name) => name.endsWith('.ts')).map((name) => join(root, name));
  const users: string[] = [];
  for (const file of files) {
    if (usesPlanner(await readFile(file, 'utf8'))) users.push(relative(root, file));
  }
  return { read: files.length, users: users.sort() };
}

function usesPlanner(source: string): boolean {
  return source.split('\n').some((line) => PLANNERS.test(line));
}

describe('horizon', () => {
  test('is the only place of the station that plans', async () => {
    const { read, users } = await plannersUsedIn(ROOT);
    expect(read).toBeGreaterThan(40);
    expect(users).toEqual([
      ...['horizon/approve-day.ts', 'horizon/change-day.ts', 'horizon/content-meter.ts'],
      'horizon/follow-plans.ts',
      'horizon/plan-day.ts',
      ...['horizon/plan-log.ts', 'horizon/watch-ahead.ts', 'horizon/what-if.ts'],
    ]);
  });

  test('would be told apart from another that does', () => {
    expect(
      usesPlanner("import { resolveDay } from '#shared/planning/resolve/resolve-day.ts';"),
    ).toBe(true);
    expect(usesPlanner("import { lockBlocks } from '#shared/log/lock.ts';")).toBe(true);
    expect(
      usesPlanner("import { validateDay } from '#shared/planning/validate/validate-day.ts';"),
    ).toBe(false);
  });
});
