import { readFileSync } from 'node:fs';
import path from 'node:path';

import { describe, expect, test } from 'vitest';

import { EPISODE_POLICIES, POLICY_TRAITS } from '#shared/model/episode-policy.ts';
import { POLICIES } from '#shared/planning/choose/policies.ts';
import { filesBelow, ROOT } from './source-files.ts';

/** Where a new policy is written down: what is said of it, and what it does. */
const HOMES = ['src-shared/model/episode-policy.ts', 'src-shared/planning/choose/policies.ts'];

/** Names that mean nothing but an episode policy; the others are methods of packages or kinds of content too. */
const OWN_NAMES = [
  ...['syndication', 'seasonal', 'chronological', 'round-robin', 'marathon', 'highest-rated'],
] as const;

/** A file that names one policy means that one; a file that names more lists them. */
function listsPolicies(source: string): boolean {
  const named = OWN_NAMES.filter((name) =>
    new RegExp(`'${name}'|"${name}"|\\b${name}:`).test(source),
  );
  return named.length > 1;
}

describe('episode policies', () => {
  test('are listed in their table and nowhere else', () => {
    const sources = ['src-shared', 'src-main', 'src-renderer'].flatMap((place) =>
      filesBelow(place, ['.ts', '.tsx']),
    );
    const listing = sources.filter(
      (file) =>
        // What the demo station plays is a programme, not a list of what there is.
        !file.startsWith('src-main/library/demo/') &&
        listsPolicies(readFileSync(path.join(ROOT, file), 'utf8')),
    );
    expect(sources.length).toBeGreaterThan(300);
    expect(listing).toEqual(HOMES);
  });

  test('would be found where a second list of them stood', () => {
    expect(listsPolicies("const WORDS = { chronological: 'By year', marathon: 'In order' };")).toBe(
      true,
    );
    expect(listsPolicies("if (policy === 'round-robin') return [];")).toBe(false);
  });

  test('each have words for the operator, a way to choose and a way to be told', () => {
    expect(OWN_NAMES.filter((name) => !EPISODE_POLICIES.includes(name))).toEqual([]);
    for (const policy of EPISODE_POLICIES) {
      expect(POLICY_TRAITS[policy].label).not.toBe('');
      expect(Object.keys(POLICIES[policy])).toEqual(['choose', 'tell']);
    }
  });
});
