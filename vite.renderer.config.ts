import { fileURLToPath } from 'node:url';

import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

function fromRoot(place: string): string {
  return fileURLToPath(new URL(place, import.meta.url));
}

/** The window's interface and the guide page for the network, as static files that any host can serve. */
export default defineConfig({
  root: fromRoot('src-renderer'),
  // src-renderer/public is the source of the guide page, not a folder to copy.
  publicDir: false,
  base: './',
  plugins: [react(), tailwindcss()],
  build: {
    outDir: fromRoot('dist/renderer'),
    emptyOutDir: true,
    target: 'es2024',
    sourcemap: true,
    // The content security policy allows no data: addresses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1_500,
    rolldownOptions: {
      input: {
        app: fromRoot('src-renderer/index.html'),
        guide: fromRoot('src-renderer/public/index.html'),
      },
    },
  },
  server: { host: '127.0.0.1' },
});
