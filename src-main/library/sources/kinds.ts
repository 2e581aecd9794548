import type { Source } from '#shared/model/asset.ts';

import { openFolder } from './folder/folder-access.ts';
import type { OpenSource, SourceAccess } from './source-access.ts';

/** Every kind of source. A kind that is missing here does not compile. */
const KINDS: { readonly [K in Source['kind']]: OpenSource<K> } = { folder: openFolder };

/** What is needed to read a source of any kind. */
export function accessTo(source: Source): SourceAccess {
  return KINDS[source.kind](source);
}
