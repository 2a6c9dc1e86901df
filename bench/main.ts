/** `npm run bench -- NAME [options]`: each is a program of its own, see README.md. */
const BENCHES: Readonly<Record<string, () => Promise<unknown>>> = {
  lists: () => import('./lists.js'),
  bulk: () => import('./bulk.js'),
  requests: () => import('./requests.js'),
  start: () => import('./start.js'),
  gate: () => import('./gate.js'),
};

const [name = ''] = process.argv.splice(2, 1);
const bench = BENCHES[name];
if (bench) void bench();
else {
  console.error(`Which one? npm run bench -- ${Object.keys(BENCHES).join(' | ')}`);
  process.exitCode = 2;
}
