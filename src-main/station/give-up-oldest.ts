import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Removes the files of a folder and all below it, the oldest first, until so many bytes are free. Answers how many were; a
 * folder that is not there has none. Rejects as the file system does.
 */
export async function giveUpOldest(folder: string, wantedBytes: number): Promise<number> {
  const names = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = await Promise.all(
    names
      .filter((entry) => entry.isFile())
      .map(async ({ parentPath, name }) => {
        const path = join(parentPath, name);
        const { mtimeMs, size } = await stat(path);
        return { path, mtimeMs, size };
      }),
  );
  let freedBytes = 0;
  for (const { path, size } of files.sort((a, b) => a.mtimeMs - b.mtimeMs)) {
    if (freedBytes >= wantedBytes) break;
    await rm(path, { force: true });
    freedBytes += size;
  }
  return freedBytes;
}
