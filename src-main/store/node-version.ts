import { AppError } from '#shared/errors/app-error.ts';

const OLDEST_NODE = 22;

/** Refuses a Node that the SQLite module cannot run under (`unavailable`). `version` as in `process.versions.node`. */
export function refuseOldNode(version: string): void {
  if (Number(version.split('.')[0]) >= OLDEST_NODE) return;
  throw new AppError('unavailable', `Node ${version} is too old for the station’s file.`, {
    field: 'node',
    remedy: `Start the station with npm start, which brings its own Node, or install Node ${String(OLDEST_NODE)} or newer.`,
  });
}
