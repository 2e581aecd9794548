import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { z } from 'zod';

import { holdExclusively } from '#main/store/exclusive-file.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { keepFilePrivate, keepFolderPrivate, readPrivateFile } from './private-files.ts';

/** Which program a station lives in. */
export const HostKind = z.enum(['desktop', 'serve', 'command', 'test']);
export type HostKind = z.infer<typeof HostKind>;

/** Who holds a data folder, and where that station can be reached; `null` when it takes no connections. */
export const Holder = z.object({
  pid: z.int().positive(),
  host: HostKind,
  controlUrl: z.string().refine(isLoopbackUrl).nullable(),
});
export type Holder = z.infer<typeof Holder>;

/** The files of a data folder. */
export interface DataPaths {
  readonly database: string;
  readonly cache: string;
  readonly log: string;
  readonly key: string;
  readonly lock: string;
  readonly holder: string;
  readonly mediaSequenceMark: string;
  /** What happened on the air and is not in the database yet. */
  readonly evidence: string;
  /** Room that is given up when the disk is full. */
  readonly reserve: string;
}

export function dataPathsOf(folder: string): DataPaths {
  return {
    database: join(folder, 'station.sqlite'),
    cache: join(folder, 'cache'),
    log: join(folder, 'station.log'),
    key: join(folder, 'control.key'),
    lock: join(folder, 'in-use.lock'),
    holder: join(folder, 'in-use.json'),
    mediaSequenceMark: join(folder, 'media-sequence.json'),
    evidence: join(folder, 'evidence.jsonl'),
    reserve: join(folder, 'reserve'),
  };
}

/** A data folder that belongs to this process until it is released or the process ends, however it ends. */
export interface HeldFolder {
  readonly paths: DataPaths;
  /** Tells other hosts where this station can be reached. */
  announce(controlUrl: string): void;
  release(): void;
}

/**
 * Takes a data folder, making it where there is none, and keeps it, its key and its log to their owner. Throws
 * `data-folder-in-use`, naming the holder, when another station has it (two stations on one folder would both plan and both
 * air), and `unavailable` when the folder cannot be had or kept private.
 */
export function holdDataFolder(folder: string, host: HostKind): HeldFolder {
  const paths = dataPathsOf(folder);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new AppError(
      'unavailable',
      `The data folder ${folder} cannot be used.`,
      { field: 'data', remedy: 'Choose a folder that you may write to, with --data.' },
      { cause: error },
    );
  }
  keepFolderPrivate(folder);
  for (const path of [paths.log, paths.lock]) keepFilePrivate(path);
  // A key that others could read or write is no secret; a new one is made.
  if (!keepFilePrivate(paths.key)) rmSync(paths.key);
  const release = holdExclusively(paths.lock);
  if (!release) throw inUse(folder, readHolder(folder));
  writeHolder(paths, { pid: process.pid, host, controlUrl: null });
  return {
    paths,
    announce(controlUrl) {
      writeHolder(paths, { pid: process.pid, host, controlUrl });
    },
    release() {
      rmSync(paths.holder, { force: true });
      release();
    },
  };
}

/**
 * Who last said that it holds the folder, or `null`. It may have died since: only the lock tells. What another user could
 * have written, or what leads away from this machine, is not believed: the key would be sent there.
 */
export function readHolder(folder: string): Holder | null {
  const text = readPrivateFile(dataPathsOf(folder).holder);
  if (text === null) return null;
  try {
    return Holder.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/** Whether an address is that of a server on this machine, and nothing more than that. */
function isLoopbackUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  return (
    ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname) &&
    url.protocol === 'http:' &&
    url.port !== '' &&
    url.origin === text
  );
}

/** Information only, so a disk that is full or failing keeps nobody from holding the folder. */
function writeHolder(paths: DataPaths, holder: Holder): void {
  const draft = `${paths.holder}.new`;
  try {
    rmSync(draft, { force: true, recursive: true });
    writeFileSync(draft, JSON.stringify(holder), { mode: 0o600, flag: 'wx' });
    renameSync(draft, paths.holder);
  } catch {
    for (const path of [draft, paths.holder]) rmSync(path, { force: true, recursive: true });
  }
}

/** A station that runs says where it is reached as soon as it is open. */
function isStarting({ host, controlUrl }: Holder): boolean {
  return controlUrl === null && (host === 'desktop' || host === 'serve');
}

function inUse(folder: string, holder: Holder | null): AppError {
  const who = holder
    ? `${HOST_NAMES[holder.host]} (process ${String(holder.pid)})`
    : 'another program';
  const url = holder?.controlUrl ?? null;
  const starting = holder !== null && isStarting(holder);
  const message = `The data folder ${folder} is in use by ${who}${starting ? ', which is starting' : ''}.`;
  return new AppError('data-folder-in-use', message, {
    holder: holder?.host ?? null,
    pid: holder?.pid ?? null,
    url,
    isStarting: starting,
    remedy: starting
      ? 'Try again in a moment: it is on its way to the air and takes no commands yet.'
      : url === null
        ? 'Wait until it has finished, or choose another folder with --data.'
        : `Connect to that station at ${url}, or close it first.`,
  });
}

const HOST_NAMES: Record<HostKind, string> = {
  desktop: 'the RetroVue window',
  serve: 'retrovue serve',
  command: 'a retrovue command',
  test: 'a test',
};
