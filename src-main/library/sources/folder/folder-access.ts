import { stat } from 'node:fs/promises';
import { join } from 'node:path';

import type { OpenSource } from '../source-access.ts';
import { readContentIdentity } from './content-identity.ts';
import { folderContext } from './folder-context.ts';
import { unreachable, walkFolder } from './walk-folder.ts';

/** A folder on a disk of this machine, or mounted on it. */
export const openFolder: OpenSource<'folder'> = ({ path: root }) => ({
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
});
