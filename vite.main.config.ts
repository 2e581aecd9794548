import { readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { fileURLToPath } from 'node:url';

import { defineConfig } from 'vite';

function fromRoot(place: string): string {
  return fileURLToPath(new URL(place, import.meta.url));
}

const { dependencies } = JSON.parse(readFileSync(fromRoot('package.json'), 'utf8')) as {
  dependencies: Record<string, string>;
};

/** What is loaded from node_modules at run time instead of being bundled. */
function isExternal(id: string): boolean {
  if (id === 'electron' || id.startsWith('node:') || builtinModules.includes(id)) return true;
  return Object.keys(dependencies).some((name) => id === name || id.startsWith(`${name}/`));
}

/** The main process of the desktop application; the headless host runs the sources as they are. */
export default defineConfig({
  build: {
    outDir: fromRoot('dist/main'),
    emptyOutDir: true,
    target: 'node24',
    ssr: true,
    minify: false,
    sourcemap: true,
    rolldownOptions: {
      // The air's thread is started from a file of its own, beside the other.
      input: {
        index: fromRoot('src-main/app/main.ts'),
        'air-worker': fromRoot('src-main/air/worker.ts'),
      },
      external: isExternal,
      output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
    },
  },
  ssr: { target: 'node' },
});
