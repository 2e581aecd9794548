import { realpath, stat } from 'node:fs/promises';
import { isAbsolute, resolve, sep } from 'node:path';

import { AppError, invalidInput } from '#shared/errors/app-error.ts';
import type { Source } from '#shared/model/asset.ts';

import { unreachable } from './walk-folder.ts';

/**
 * The whole path of a folder that no other source sees. Throws `invalid-input` when it is relative or no folder,
 * `source-unreachable` when it cannot be read, `already-exists` when it overlaps the folder of another source.
 */
export async function admitFolder(path: string, others: readonly Source[]): Promise<string> {
  const folder = await checkFolder(path);
  await refuseOverlap(folder, others);
  return folder;
}

async function checkFolder(path: string): Promise<string> {
  if (!isAbsolute(path) || path.includes('\0')) {
    throw invalidInput(
      'path',
      `"${path}" is not a whole path.`,
      'Give the folder from the root, such as /media/tv.',
    );
  }
  const folder = resolve(path);
  const status = await stat(folder).catch((error: unknown) => {
    throw unreachable(folder, error);
  });
  if (!status.isDirectory()) {
    throw invalidInput(
      'path',
      `"${folder}" is not a folder.`,
      'Choose the folder that holds the file.',
    );
  }
  return folder;
}

/** Two sources never see the same file: a folder inside another, or around one, is refused (links resolved). */
async function refuseOverlap(folder: string, sources: readonly Source[]): Promise<void> {
  const real = await realpath(folder);
  for (const source of sources) {
    const other = await realpath(source.path).catch(() => source.path);
    const relation =
      real === other
        ? 'is'
        : isInside(real, other)
          ? 'lies inside'
          : isInside(other, real)
            ? 'contains'
            : null;
    if (relation === null) continue;
    const remedy =
      relation === 'contains'
        ? `Remove "${source.name}" first, or add another folder.`
        : `Scan "${source.name}" to take up what is new in it.`;
    throw new AppError(
      'already-exists',
      `"${folder}" ${relation} the folder of "${source.name}".`,
      {
        field: 'path',
        sourceId: source.id,
        remedy,
      },
    );
  }
}

function isInside(path: string, folder: string): boolean {
  return path.startsWith(folder.endsWith(sep) ? folder : `${folder}${sep}`);
}
