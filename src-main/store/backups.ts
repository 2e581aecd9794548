import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { AppError, notFound } from '#shared/errors/app-error.ts';
import { type Backup, BackupKind } from '#shared/model/backup.ts';
import type { EpochMs } from '#shared/time/units.ts';
import { formatInstant, parseInstant } from '#shared/time/zone.ts';

import { copyDatabase } from './backup-file.ts';
import { translateFileError } from './file-errors.ts';
import { identifyFile } from './identify-file.ts';
import { translateSqliteError } from './sqlite-errors.ts';

const NAME = new RegExp(
  `^(${BackupKind.options.join('|')})-(\\d{4}-\\d\\d-\\d\\dT\\d\\d)(\\d\\d)(\\d\\d)(\\d{3})Z\\.sqlite$`,
);

/** The folder with the copies of a station's file. */
export function backupFolderOf(databasePath: string): string {
  return join(dirname(databasePath), 'backups');
}

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** The copies of a station's file, the latest first. Files of other names are none, and in a folder that cannot be read. */
export function listBackups(databasePath: string): Backup[] {
  const folder = backupFolderOf(databasePath);
  return filesIn(folder)
    .flatMap((name) => {
      const [, kind, hour, minutes, seconds, milliseconds] = NAME.exec(name) ?? [];
      const { size = 0 } = statSync(join(folder, name), { throwIfNoEntry: false }) ?? {};
      if (kind === undefined) return [];
      const madeAt = parseInstant(
        `${String(hour)}:${String(minutes)}:${String(seconds)}.${String(milliseconds)}Z`,
      );
      return [{ name, kind: BackupKind.parse(kind), madeAt, sizeBytes: size }];
    })
    .sort((a, b) => b.madeAt - a.madeAt || (a.name < b.name ? 1 : -1));
}

function pathOf(databasePath: string, kind: BackupKind, at: EpochMs): string {
  const stamp = formatInstant(at).replaceAll(/[:.]/g, '');
  return join(backupFolderOf(databasePath), `${kind}-${stamp}.sqlite`);
}

/**
 * Copies the station's file, which may be in use. The copy is whole or not there. Throws `unavailable` when the disk is full
 * or failing.
 */
export async function makeBackup(
  databasePath: string,
  kind: BackupKind,
  at: EpochMs,
): Promise<Backup> {
  const target = pathOf(databasePath, kind, at);
  try {
    await copyDatabase(databasePath, target);
  } catch (error) {
    throw translateFileError(translateSqliteError(error, ''));
  }
  const [made] = listBackups(databasePath).filter(({ name }) => target.endsWith(name));
  if (!made) throw new Error('The copy that was made is gone.');
  return made;
}

/** Removes all but the latest `keep` copies of the kind; answers their names. */
export function dropOldBackups(databasePath: string, kind: BackupKind, keep: number): string[] {
  const old = listBackups(databasePath)
    .filter((backup) => backup.kind === kind)
    .slice(keep)
    .map(({ name }) => name);
  for (const name of old) rmSync(join(backupFolderOf(databasePath), name), { force: true });
  return old;
}

/** What restoring a copy did. */
export interface Restored {
  readonly backup: Backup;
  /** The name under which the file that was replaced is kept among the copies; `null` when there was none. */
  readonly replaced: string | null;
}

/**
 * Puts a copy in the place of the station's file, which is kept as a copy too. Nobody may have the file open: the caller holds
 * the data folder. Throws `not-found`, or `unavailable` when the copy is damaged; nothing has changed then.
 */
export async function restoreBackup(
  databasePath: string,
  name: string,
  at: EpochMs,
): Promise<Restored> {
  const backup = listBackups(databasePath).find((candidate) => candidate.name === name);
  if (!backup) throw notFound('backup', name);
  const source = join(backupFolderOf(databasePath), name);
  await refuseUnsound(source);
  const draft = `${databasePath}.restored`;
  try {
    await copyDatabase(source, draft);
    const replaced = setAside(databasePath, pathOf(databasePath, 'replaced', at));
    renameSync(draft, databasePath);
    return { backup, replaced };
  } catch (error) {
    throw translateFileError(translateSqliteError(error, ''));
  }
}

async function refuseUnsound(path: string): Promise<void> {
  const { default: SqliteDatabase } = await import('better-sqlite3');
  try {
    const isStation = identifyFile(SqliteDatabase, path).kind === 'station';
    const raw = new SqliteDatabase(path, { readonly: true });
    try {
      if (isStation && raw.pragma('quick_check', { simple: true }) === 'ok') return;
    } finally {
      raw.close();
    }
  } catch (error) {
    throw translateFileError(translateSqliteError(error, ''));
  }
  throw new AppError('unavailable', 'The backup is damaged.', {
    field: 'name',
    remedy: 'Restore another one (retrovue backup list).',
  });
}

/** Moves the file with what SQLite keeps beside it, as it is: it may be the only witness of what went wrong. */
function setAside(databasePath: string, target: string): string | null {
  mkdirSync(dirname(target), { recursive: true, mode: 0o700 });
  let replaced: string | null = null;
  for (const part of ['-wal', '-shm', '']) {
    if (!existsSync(`${databasePath}${part}`)) continue;
    renameSync(`${databasePath}${part}`, `${target}${part}`);
    if (part === '') replaced = target.slice(dirname(target).length + 1);
  }
  return replaced;
}
