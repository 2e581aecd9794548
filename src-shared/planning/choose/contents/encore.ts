import { pooled } from '../content-pool.ts';
import { NAMES_NOTHING, type ContentKind } from './content-kind.ts';

/** What it airs depends on what has aired, not on the library; see `resolve/encore.ts`. */
export const encore: ContentKind<'encore'> = {
  poolKey: ({ of }) => `encore:${of}`,
  pool: ({ catalog, key }) => pooled(catalog, key, key, [], []),
  isEligible: () => true,
  named: () => NAMES_NOTHING,
  async name({ of }, names) {
    const { content, what } = names.source(of);
    const named = content && (await names.content(content));
    return {
      title: `Encore of ${named?.title ?? what ?? 'a row that is gone'}`,
      kind: named?.kind ?? 'episode',
    };
  },
};
