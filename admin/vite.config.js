import { createHash } from 'node:crypto';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { defineConfig } from 'vite';
import { bundleBudget } from './bundle-budget.js';

const outDir = join(import.meta.dirname, '../dist/admin');

/** The server sends these copies as they are: compressed once here instead of at each request. */
function compressedCopies() {
  const compress = promisify(gzip);
  return {
    name: 'compressed-copies',
    async writeBundle({ dir = outDir }) {
      const folder = join(dir, 'assets');
      const texts = (await readdir(folder)).filter((name) => /\.(js|css|svg)$/.test(name));
      await Promise.all(
        texts.map(async (name) => {
          const path = join(folder, name);
          await writeFile(`${path}.gz`, await compress(await readFile(path), { level: 9 }));
        }),
      );
    },
  };
}

/** A classic script, which the bundler would leave alone: named by its content like the others, since it is kept for ever. */
function beforePaint() {
  let file;
  return {
    name: 'before-paint',
    apply: 'build',
    async buildStart() {
      const source = await readFile(join(import.meta.dirname, 'src/theme/before-paint.js'));
      file = `assets/before-paint-${createHash('sha256').update(source).digest('hex').slice(0, 8)}.js`;
      this.emitFile({ type: 'asset', fileName: file, source });
    },
    transformIndexHtml: () => [{ tag: 'script', attrs: { src: `/admin/${file}` }, injectTo: 'head-prepend' }],
  };
}

export default defineConfig({
  base: '/admin/',
  plugins: [beforePaint(), compressedCopies(), bundleBudget()],
  build: {
    outDir,
    emptyOutDir: true,
    // No inline script and no data: address, so that the page's content security policy needs neither.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    rolldownOptions: {
      // "use client" in Mantine means nothing without a React server.
      onLog: (level, log, show) => log.code !== 'MODULE_LEVEL_DIRECTIVE' && show(level, log),
    },
  },
});
