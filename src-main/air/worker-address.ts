/** The entry of the air's thread: the source itself, or the bundle beside the bundle that this has become part of. */
export const AIR_WORKER_URL = new URL(
  import.meta.url.endsWith('.ts') ? './worker.ts' : './air-worker.js',
  import.meta.url,
);
