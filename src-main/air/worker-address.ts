/**
 * The entry of the air's thread: the source itself, or the bundle beside the bundle that this module has become part of, be that
 * in a folder or in the archive of the desktop application.
 */
export function airWorkerUrl(ownUrl: string = import.meta.url): URL {
  return new URL(ownUrl.endsWith('.ts') ? './worker.ts' : './air-worker.js', ownUrl);
}
