import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { defineConfig } from 'vite';

const outDir = join(import.meta.dirname, '../dist/playground');

/** The server sends these copies as they are: compressed once here instead of at each request. */
function compressedCopies() {
  const compress = promisify(gzip);
  return {
    name: 'compressed-copies',
    async closeBundle() {
      const folder = join(outDir, 'assets');
      const texts = (await readdir(folder)).filter((name) => /\.(js|css)$/.test(name));
      await Promise.all(
        texts.map(async (name) => {
          const path = join(folder, name);
          await writeFile(`${path}.gz`, await compress(await readFile(path), { level: 9 }));
        }),
      );
    },
  };
}

export default defineConfig({
  base: '/graphql/',
  plugins: [compressedCopies()],
  build: {
    outDir,
    emptyOutDir: true,
    // No inline script and no data: address, so that the page's content security policy needs neither.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    // The editor is one lazy chunk of a few megabytes, and known to be.
    chunkSizeWarningLimit: 5000,
    rolldownOptions: {
      // "use client" in libraries of the editor means nothing without a React server.
      onLog: (level, log, show) => log.code !== 'MODULE_LEVEL_DIRECTIVE' && show(level, log),
    },
  },
  worker: { format: 'es' },
});
