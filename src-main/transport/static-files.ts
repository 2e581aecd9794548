import { readFile } from 'node:fs/promises';
import { extname, join, resolve, sep } from 'node:path';

/** A file of the interface, ready to be sent. */
export interface StaticFile {
  readonly body: Buffer;
  readonly contentType: string;
}

const CONTENT_TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
  '.webmanifest': 'application/manifest+json',
};

/**
 * The file below `folder` that a URL path names, or `null`. A path that leads out of the folder, names no known type
 * or cannot be decoded names nothing. Paths without an extension are views of the interface and get its page.
 */
export async function readStaticFile(folder: string, urlPath: string): Promise<StaticFile | null> {
  const path = decodePath(urlPath);
  if (path === null) return null;
  const name = extname(path) === '' ? 'index.html' : path;
  const file = resolve(join(folder, name));
  if (!file.startsWith(resolve(folder) + sep)) return null;
  const contentType = CONTENT_TYPES[extname(file).toLowerCase()];
  if (contentType === undefined) return null;
  try {
    return { body: await readFile(file), contentType };
  } catch {
    return null;
  }
}

function decodePath(urlPath: string): string | null {
  try {
    const path = decodeURIComponent(urlPath);
    return /[\0\\]|\.\./.test(path) ? null : path;
  } catch {
    return null;
  }
}
