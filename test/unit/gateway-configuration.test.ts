import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '../..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

test('U9: the nginx configuration of the docs is the one that the example runs', () => {
  const [, shown] = /^```nginx\n(.+?)^```$/ms.exec(read('docs/GATEWAYS.md')) ?? [];
  expect(shown).toBe(read('examples/nginx-rest/orders.conf'));
});
