import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

import { AppError } from '#shared/errors/app-error.ts';

import { runConcurrently } from '../../run-concurrently.ts';
import type { FoundFile, Listing } from '../source-access.ts';
import { isHidden, isScannedFile, isScannedFolder } from './video-files.ts';

const FOLDERS_AT_ONCE = 8;
const STATS_AT_ONCE = 64;

/**
 * Lists the video files below a root with size and time. Hidden and unfinished files, samples and other extensions are
 * left out; links are counted, never followed. Throws `source-unreachable` when the root cannot be read.
 */
export async function walkFolder(
  root: string,
  onFound: (count: number) => void,
  signal: AbortSignal,
): Promise<Listing> {
  const paths: string[] = [];
  const unreadable: string[] = [];
  let linkCount = 0;
  let isBare = false;
  let level = [''];
  while (level.length > 0) {
    const below: string[] = [];
    const readOne = async (folder: string): Promise<void> => {
      const entries = await readdir(join(root, folder), { withFileTypes: true }).catch(
        (error: unknown) => {
          if (folder === '') throw unreachable(root, error);
          unreadable.push(folder);
          return [];
        },
      );
      if (folder === '') isBare = entries.every(({ name }) => isHidden(name));
      for (const entry of entries) {
        if (entry.isSymbolicLink()) linkCount += 1;
        else if (entry.isDirectory() && isScannedFolder(entry.name))
          below.push(`${folder}${entry.name}/`);
        else if (entry.isFile() && isScannedFile(entry.name)) paths.push(`${folder}${entry.name}`);
      }
      onFound(paths.length);
    };
    await runConcurrently(level, FOLDERS_AT_ONCE, readOne, signal);
    level = below;
  }
  const files = await statFiles(root, paths.sort(), unreadable, signal);
  return { files, unreadable, linkCount, isBare };
}

async function statFiles(
  root: string,
  paths: readonly string[],
  unreadable: string[],
  signal: AbortSignal,
): Promise<FoundFile[]> {
  const found: (FoundFile | undefined)[] = new Array<FoundFile | undefined>(paths.length);
  await runConcurrently(
    paths,
    STATS_AT_ONCE,
    async (relativePath, index) => {
      try {
        const { size, mtimeMs } = await stat(join(root, relativePath));
        const modifiedAt = Math.floor(mtimeMs);
        found[index] = { relativePath, sizeBytes: size, modifiedAt, editorial: null };
      } catch {
        unreadable.push(relativePath);
      }
    },
    signal,
  );
  return found.filter((file) => file !== undefined);
}

/** The refusal for a folder that cannot be read. Nothing below it may be taken for gone. */
export function unreachable(root: string, cause?: unknown): AppError {
  return new AppError(
    'source-unreachable',
    `The folder "${root}" cannot be read.`,
    {
      field: 'path',
      path: root,
      remedy: 'Check that the drive is connected and the folder may be read, then try again.',
    },
    { cause },
  );
}
