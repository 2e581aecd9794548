import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs';

import type SqliteDatabase from 'better-sqlite3';

import { AppError } from '#shared/errors/app-error.ts';

/** `RTVU`: marks a SQLite file as a station's. */
export const APPLICATION_ID = 0x52545655;

/** What a file is, as far as it can be told without changing a byte of it. */
export type FileIdentity =
  /** There is no file, or nothing in it. */
  | { readonly kind: 'empty' }
  /** A station's, with its number of migrations. */
  | { readonly kind: 'station'; readonly version: number }
  /** A database of another program. */
  | { readonly kind: 'foreign' };

const HEADER_BYTES = 112;
const MAGIC = 'SQLite format 3\0';

/**
 * Looks at a SQLite file and leaves no trace, not even what SQLite puts beside a file that it reads. Throws what SQLite says
 * of one that is damaged or no database.
 */
export function identifyFile(Sqlite: typeof SqliteDatabase, path: string): FileIdentity {
  const size = path === ':memory:' ? 0 : (statSync(path, { throwIfNoEntry: false })?.size ?? 0);
  if (size === 0) return { kind: 'empty' };
  const header = readHeader(path);
  const isWhole = header.length === HEADER_BYTES && header.toString('latin1', 0, 16) === MAGIC;
  // What has not been written back yet is known to SQLite only; and it has the word for what is no database.
  if (!isWhole || existsSync(`${path}-wal`)) return askSqlite(Sqlite, path);
  return identityOf(
    header.readUInt16BE(103) === 0 && header[100] === 0x0d,
    header.readUInt32BE(68),
    header.readUInt32BE(60),
  );
}

function readHeader(path: string): Buffer {
  const file = openSync(path, 'r');
  try {
    const header = Buffer.alloc(HEADER_BYTES);
    return header.subarray(0, readSync(file, header, 0, HEADER_BYTES, 0));
  } finally {
    closeSync(file);
  }
}

function askSqlite(Sqlite: typeof SqliteDatabase, path: string): FileIdentity {
  const raw = new Sqlite(path, { readonly: true, fileMustExist: true });
  try {
    return identityOf(
      raw.prepare('SELECT count(*) FROM sqlite_schema').pluck().get() === 0,
      Number(raw.pragma('application_id', { simple: true })),
      Number(raw.pragma('user_version', { simple: true })),
    );
  } finally {
    raw.close();
  }
}

function identityOf(hasNoTables: boolean, applicationId: number, version: number): FileIdentity {
  if (applicationId === APPLICATION_ID) return { kind: 'station', version };
  return { kind: hasNoTables ? 'empty' : 'foreign' };
}

/** Refuses what is not a station's file of a version up to `knownVersion` (`unavailable`). */
export function refuseUnfit(identity: FileIdentity, knownVersion: number, path: string): void {
  if (identity.kind === 'foreign') {
    throw new AppError('unavailable', 'The file is a database of another program.', {
      field: 'dataFolder',
      path,
      remedy: 'Choose another data folder.',
    });
  }
  if (identity.kind === 'station' && identity.version > knownVersion) {
    throw new AppError('unavailable', 'The station’s file was written by a newer RetroVue.', {
      field: 'dataFolder',
      path,
      fileVersion: identity.version,
      knownVersion,
      remedy: 'Update RetroVue, or restore a backup from before (retrovue backup list).',
    });
  }
}
