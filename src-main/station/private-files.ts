import { chmodSync, constants, lstatSync, readFileSync, type Stats, statSync } from 'node:fs';

import { AppError } from '#shared/errors/app-error.ts';

/** Windows keeps no owner and mode of this kind: what a user has made is that user's alone. */
const HAS_MODES = process.platform !== 'win32';

const FOR_OTHERS = 0o077;
const WRITTEN_BY_OTHERS = 0o022;

/**
 * Makes an existing folder its owner's alone. The folder may be named by way of a link, which the operator made. Throws
 * `unavailable` when it belongs to another user, or when others may write to it and its mode cannot be changed.
 */
export function keepFolderPrivate(folder: string): void {
  const status = statSync(folder);
  if (!status.isDirectory()) throw refusal(folder, 'is not a folder', 'Choose a folder');
  refuseOtherOwner(folder, status);
  mend(folder, status, 0o700, () => statSync(folder));
}

/**
 * Makes an existing file its owner's alone; a file that is not there is well. Throws `unavailable` when something else
 * stands in its place, such as a link to another file, when it belongs to another user, or when its mode cannot be mended.
 * Answers whether it was private already.
 */
export function keepFilePrivate(path: string): boolean {
  const status = lstatSync(path, { throwIfNoEntry: false });
  if (!status) return true;
  if (!status.isFile()) {
    throw refusal(path, 'is not a file but a link or a folder', 'Take it away');
  }
  refuseOtherOwner(path, status);
  mend(path, status, 0o600, () => lstatSync(path));
  return !HAS_MODES || (status.mode & FOR_OTHERS) === 0;
}

/** The text of a private file, or `null` where there is none that this user alone could have written. Follows no link. */
export function readPrivateFile(path: string): string | null {
  try {
    const status = lstatSync(path);
    if (!status.isFile() || isForeign(status)) return null;
    if (HAS_MODES && (status.mode & WRITTEN_BY_OTHERS) !== 0) return null;
    return readFileSync(path, { encoding: 'utf8', flag: constants.O_RDONLY | noFollow() });
  } catch {
    return null;
  }
}

function noFollow(): number {
  return HAS_MODES ? constants.O_NOFOLLOW : 0;
}

/** Root may use what belongs to others, as in a container with a folder from outside. */
function isForeign(status: Stats): boolean {
  const user = process.getuid?.();
  return HAS_MODES && user !== undefined && user !== 0 && status.uid !== user;
}

function refuseOtherOwner(path: string, status: Stats): void {
  if (!isForeign(status)) return;
  throw refusal(path, `belongs to another user (${String(status.uid)})`, 'Change its owner');
}

function mend(path: string, status: Stats, mode: number, look: () => Stats): void {
  if (!HAS_MODES || (status.mode & FOR_OTHERS) === 0) return;
  try {
    chmodSync(path, mode);
  } catch {
    // Looked at below: a folder that others can only read is used all the same.
  }
  if ((look().mode & WRITTEN_BY_OTHERS) === 0) return;
  throw refusal(path, 'may be written by other users, and that cannot be changed', 'Mend its mode');
}

function refusal(path: string, what: string, remedy: string): AppError {
  return new AppError('unavailable', `“${path}” ${what}.`, {
    field: 'data',
    remedy: `${remedy}, or choose another folder with --data.`,
  });
}
