import { realpath, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';

import type { KindOfSource } from '../source-access.ts';
import { admitFolder } from './admit-folder.ts';
import { readContentIdentity } from './content-identity.ts';
import { folderContext } from './folder-context.ts';
import { refuseUnfitFolder } from './refused-folders.ts';
import { unreachable, walkFolder } from './walk-folder.ts';

/** Folders on a disk of this machine, or mounted on it. */
export const folders: KindOfSource = {
  async admit({ path, others, dataFolder }) {
    const folder = await admitFolder(path, others);
    refuseUnfitFolder(await realpath(folder), await realpath(dataFolder).catch(() => dataFolder));
    return { path: folder, name: basename(folder) || folder };
  },

  open: ({ path: root }) => ({
    async check() {
      const status = await stat(root).catch((error: unknown) => {
        throw unreachable(root, error);
      });
      if (!status.isDirectory()) throw unreachable(root);
    },
    unreachable: () => unreachable(root),
    list: (onFound, signal) => walkFolder(root, onFound, signal),
    identify: (relativePath) => readContentIdentity(join(root, relativePath)),
    locate: (relativePath) => join(root, relativePath),
    context: folderContext(root),
  }),
};
