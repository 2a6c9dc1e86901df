import { gzipSync } from 'node:zlib';

/** Gzipped kB that a browser may be asked for. Above one of them the build fails: a slow panel is a bug. */
const BUDGET = { firstRoute: 210, lazyPage: 25, styles: 27 };

const kilobytes = (source) => gzipSync(source, { level: 9 }).length / 1000;

/** The chunk and all that it loads at once, without what is already there. */
function loadedWith(chunk, bundle, seen = new Set()) {
  if (seen.has(chunk.fileName)) return seen;
  seen.add(chunk.fileName);
  for (const name of chunk.imports) if (bundle[name]?.type === 'chunk') loadedWith(bundle[name], bundle, seen);
  return seen;
}

const scriptSize = (names, bundle) => [...names].reduce((sum, name) => sum + kilobytes(bundle[name].code), 0);

/** Lines of what is too large: [what, kB, allowed kB]. */
function excesses(bundle) {
  const chunks = Object.values(bundle).filter(({ type }) => type === 'chunk');
  const entry = chunks.find(({ isEntry }) => isEntry);
  const atFirst = loadedWith(entry, bundle);
  const styles = Object.values(bundle).filter(({ fileName }) => fileName.endsWith('.css'));
  const measured = [
    ['first route', scriptSize(atFirst, bundle), BUDGET.firstRoute],
    ['styles', styles.reduce((sum, { source }) => sum + kilobytes(source), 0), BUDGET.styles],
    ...chunks
      .filter(({ isDynamicEntry }) => isDynamicEntry)
      .map((chunk) => [chunk.name, kilobytes(chunk.code), BUDGET.lazyPage]),
  ];
  return { measured, tooLarge: measured.filter(([, size, allowed]) => size > allowed) };
}

/** Checks what is written against {@link BUDGET}. */
export function bundleBudget() {
  return {
    name: 'bundle-budget',
    generateBundle(_options, bundle) {
      const { measured, tooLarge } = excesses(bundle);
      const say = ([what, size, allowed]) => `${what}: ${size.toFixed(1)} of ${allowed} kB gzip`;
      for (const line of measured.slice(0, 2)) this.info(say(line));
      if (tooLarge.length > 0) this.error(`The panel is too large.\n${tooLarge.map(say).join('\n')}`);
    },
  };
}
