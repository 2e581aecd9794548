import { fileURLToPath } from 'node:url';

import { defineConfig } from 'vite';

/** The bridge. One CommonJS file, because a sandboxed preload script can load nothing else. */
export default defineConfig({
  build: {
    outDir: fileURLToPath(new URL('dist/preload', import.meta.url)),
    emptyOutDir: true,
    target: 'node24',
    ssr: fileURLToPath(new URL('src-main/preload/index.ts', import.meta.url)),
    minify: false,
    rolldownOptions: {
      external: ['electron'],
      output: { format: 'cjs', entryFileNames: 'index.cjs', codeSplitting: false },
    },
  },
  ssr: { target: 'node', noExternal: true },
});
