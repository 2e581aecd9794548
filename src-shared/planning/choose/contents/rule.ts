import type { ContentRule } from '../../../model/content-rule.ts';
import type { CatalogAsset } from '../catalog.ts';
import { pooled, shortHash, type ContentPool, type PoolEntry } from '../content-pool.ts';
import { describeRule } from '../describe-rule.ts';
import { programmesMatching } from '../match-rule.ts';
import {
  NAMES_NOTHING,
  type ContentKind,
  type ContentName,
  type PoolScope,
} from './content-kind.ts';

/** A rule has one pool, however it is chosen from. */
export function poolKeyOfRule({ rule }: { readonly rule: ContentRule }): string {
  return `rule:${shortHash(rule)}`;
}

/** Whatever matches the rule. */
export function poolOfRule(
  { catalog, key, moment }: PoolScope,
  { rule }: { readonly rule: ContentRule },
): ContentPool {
  const assets = programmesMatching(catalog, rule, moment);
  return pooled(catalog, key, key, assets, entriesBySeries(key, assets));
}

/** A rule as content of a row is called, after a word on how it is chosen by. */
export function nameOfRule(how: string, rule: ContentRule): Promise<ContentName> {
  const isMovies = rule.kind?.length === 1 && rule.kind[0] === 'movie';
  const title = `${how}: ${describeRule(rule)}`;
  return Promise.resolve({ title, kind: isMovies ? 'movie' : 'episode' });
}

/** One entry for each series, and one for all that has none. */
function entriesBySeries(key: string, assets: readonly CatalogAsset[]): PoolEntry[] {
  const groups = Map.groupBy(assets, ({ seriesId }) => seriesId ?? 'movies');
  return [...groups].map(([group, members]) => ({ cursor: `${key}#${group}`, assets: members }));
}

export const rule: ContentKind<'rule'> = {
  poolKey: poolKeyOfRule,
  pool: poolOfRule,
  named: () => NAMES_NOTHING,
  name: ({ rule: of }) => nameOfRule('Rule', of),
};
