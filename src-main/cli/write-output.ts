import { writeFile } from 'node:fs/promises';

import { AppError } from '#shared/errors/app-error.ts';

/** Writes the file that `--output` names, in the place of one that is there. Throws `unavailable` when that cannot be. */
export async function writeOutput(path: string, content: string | Uint8Array): Promise<void> {
  try {
    await writeFile(path, content);
  } catch (cause) {
    throw new AppError(
      'unavailable',
      `${path} cannot be written.`,
      { field: 'output', remedy: 'Choose another file.' },
      { cause },
    );
  }
}
