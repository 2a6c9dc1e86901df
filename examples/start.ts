import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const [name = ''] = process.argv.slice(2);
const paths = [join(__dirname, name, 'start.js'), resolve('examples', name, 'start.mjs')];
const path = /^[a-z-]+$/.test(name) ? paths.find((one) => existsSync(one)) : undefined;

/** `npm run example NAME` */
if (path) void import(pathToFileURL(path).href);
else {
  console.error('Which one? npm run example apollo-shop, yoga-service, nginx-rest or code-first');
  process.exitCode = 1;
}
