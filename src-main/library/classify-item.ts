import { classifyPath, type PathClass } from './classify-path.ts';
import type { FoundFile } from './sources/source-access.ts';

/** What is known of an item of a source: what the source says of it, and for the rest what its path says. */
export function classifyItem(
  { relativePath, editorial }: Pick<FoundFile, 'relativePath' | 'editorial'>,
  context: readonly string[],
): PathClass {
  return { ...classifyPath(relativePath, context), ...editorial };
}
