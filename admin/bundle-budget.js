import { gzipSync } from 'node:zlib';

/** Gzipped kB that a browser may be asked for. Above one of them the build fails: a slow panel is a bug. */
const BUDGET = { firstRoute: 210, lazyPage: 25, styles: 27 };

/** Where most people begin: its chunk counts with the entry's. */
const START_PAGE = 'tokens-page';

const kilobytes = (source) => gzipSync(source, { level: 9 }).length / 1000;

/** The chunk and all that it loads at once, without what is already there. */
function loadedWith(chunk, bundle, seen = new Set()) {
  if (seen.has(chunk.fileName)) return seen;
  seen.add(chunk.fileName);
  for (const name of chunk.imports) if (bundle[name]?.type === 'chunk') loadedWith(bundle[name], bundle, seen);
  return seen;
}

const scriptSize = (names, bundle) => [...names].reduce((sum, name) => sum + kilobytes(bundle[name].code), 0);

/** Of the sheets that come along with these chunks. */
function styleSize(names, bundle) {
  const sheets = new Set([...names].flatMap((name) => [...(bundle[name].viteMetadata?.importedCss ?? [])]));
  return [...sheets].reduce((sum, name) => sum + kilobytes(bundle[name].source), 0);
}

/** Lines of what is too large: [what, kB, allowed kB]. */
function excesses(bundle) {
  const chunks = Object.values(bundle).filter(({ type }) => type === 'chunk');
  const entry = chunks.find(({ isEntry }) => isEntry);
  const start = chunks.find(({ name }) => name === START_PAGE);
  const atFirst = loadedWith(start, bundle, loadedWith(entry, bundle));
  const measured = [
    ['first route', scriptSize(atFirst, bundle), BUDGET.firstRoute],
    ['styles of the first route', styleSize(atFirst, bundle), BUDGET.styles],
    ...chunks
      .filter(({ isDynamicEntry }) => isDynamicEntry)
      .map((chunk) => [chunk.name, kilobytes(chunk.code) + styleSize([chunk.fileName], bundle), BUDGET.lazyPage]),
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
