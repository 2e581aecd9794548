import { fileURLToPath } from 'node:url';

import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The interface over a fake station, for work on its looks: `vite -c tests/e2e/fake/vite.config.ts`. Never shipped. */
export default defineConfig({
  root: fileURLToPath(new URL('../../..', import.meta.url)),
  base: './',
  publicDir: false,
  plugins: [react(), tailwindcss()],
  build: {
    outDir: fileURLToPath(new URL('../../../dist/fake', import.meta.url)),
    emptyOutDir: true,
    target: 'es2024',
    rolldownOptions: { input: fileURLToPath(new URL('./index.html', import.meta.url)) },
  },
  server: { host: '127.0.0.1' },
});
