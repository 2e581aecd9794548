import { readFile, readdir } from 'node:fs/promises';
import { extname, join } from 'node:path';

import { createTextDocument, type TextDocument } from './text-document.ts';

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
};

/** The guide page and what it refers to, in memory. */
export interface PageFiles {
  readonly page: TextDocument;
  /** By bare file name; the only files that can ever be asked for. */
  readonly assets: ReadonlyMap<string, TextDocument>;
}

/**
 * Reads the built guide page from `<folder>/public/index.html` with exactly those files of `<folder>/assets` that it
 * names, directly or through each other: the desktop's own interface lies in the same folder and is not for the
 * network. `null` when the page has not been built.
 */
export async function readPageFiles(folder: string): Promise<PageFiles | null> {
  let html: Buffer;
  try {
    html = await readFile(join(folder, 'public', 'index.html'));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
  const known = await readdir(join(folder, 'assets')).catch(() => []);
  const assets = new Map<string, TextDocument>();
  const pending = [html.toString('utf8')];
  for (let text = pending.pop(); text !== undefined; text = pending.pop()) {
    for (const name of known) {
      const mediaType = MEDIA_TYPES[extname(name)];
      if (mediaType === undefined || assets.has(name) || !text.includes(name)) continue;
      const content = await readFile(join(folder, 'assets', name));
      assets.set(
        name,
        createTextDocument(content, {
          mediaType,
          cacheControl: 'public, max-age=31536000, immutable',
        }),
      );
      if (mediaType.startsWith('text/')) pending.push(content.toString('utf8'));
    }
  }
  const page = createTextDocument(html, {
    mediaType: 'text/html; charset=utf-8',
    cacheControl: 'no-cache',
  });
  return { page, assets };
}
