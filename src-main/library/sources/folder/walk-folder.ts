import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

import { AppError } from '#shared/errors/app-error.ts';
import type { EpochMs } from '#shared/time/units.ts';

import { runConcurrently } from '../../run-concurrently.ts';
import { isScannedFile, isScannedFolder } from './video-files.ts';

const FOLDERS_AT_ONCE = 8;
const STATS_AT_ONCE = 64;

/** A video file as it lies in the folder now. */
export interface FoundFile {
  /** Below the root, with forward slashes. */
  readonly relativePath: string;
  readonly sizeBytes: number;
  /** Whole milliseconds. */
  readonly modifiedAt: EpochMs;
}

export interface FolderWalk {
  readonly files: readonly FoundFile[];
  /** Folders (with a closing slash) and files that are there but could not be read. What is below them is unknown, not gone. */
  readonly unreadable: readonly string[];
  readonly linkCount: number;
  /** The root holds nothing at all, as an empty mount point does. */
  readonly isRootEmpty: boolean;
}

/**
 * Lists the video files below a root with size and time. Hidden and unfinished files, samples and other extensions are
 * left out; links are counted, never followed. Throws `source-unreachable` when the root cannot be read.
 */
export async function walkFolder(
  root: string,
  onFound: (count: number) => void,
  signal: AbortSignal,
): Promise<FolderWalk> {
  const paths: string[] = [];
  const unreadable: string[] = [];
  let linkCount = 0;
  let isRootEmpty = false;
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
      if (folder === '') isRootEmpty = entries.length === 0;
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
  return { files, unreadable, linkCount, isRootEmpty };
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
        found[index] = { relativePath, sizeBytes: size, modifiedAt: Math.floor(mtimeMs) };
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
      remedy: 'Check that the drive is connected and the folder may be read, then scan again.',
    },
    { cause },
  );
}
