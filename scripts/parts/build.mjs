import { existsSync } from 'node:fs';
import path from 'node:path';

import { projectNode, root, run } from './processes.mjs';
import { digestOf, isStampCurrent, writeStamp } from './stamps.mjs';

const COMMON = ['package-lock.json', 'tsconfig.base.json', 'src-shared'];
/** What each bundle is made of, and a file that shows that it was made. */
const BUNDLES = {
  renderer: {
    sources: [...COMMON, 'vite.renderer.config.ts', 'src-renderer'],
    result: 'dist/renderer/index.html',
  },
  main: {
    sources: [...COMMON, 'vite.main.config.ts', 'src-main', 'migrations'],
    result: 'dist/main/index.js',
  },
  preload: {
    sources: [...COMMON, 'vite.preload.config.ts', 'src-main/preload', 'src-main/transport'],
    result: 'dist/preload/index.cjs',
  },
};

/** Builds the named bundles (`renderer`, `main`, `preload`) whose sources changed since they were built last. */
export async function build(names) {
  for (const name of names) {
    const { sources, result } = BUNDLES[name];
    const digest = digestOf(sources);
    if (isStampCurrent(name, digest) && existsSync(path.join(root, result))) continue;
    const vite = path.join(root, 'node_modules/vite/bin/vite.js');
    const args = [vite, 'build', '-c', `vite.${name}.config.ts`, '--logLevel=warn'];
    const { code } = await run(projectNode(), args);
    if (code !== 0) return false;
    writeStamp(name, digest);
  }
  return true;
}
