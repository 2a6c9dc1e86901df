import { spawn } from 'node:child_process';
import * as api from '../tour/operations';
import { createServiceAccount, createToken, install, registerApi } from '../shared/installation';
import { check, step } from '../shared/walk';

check(async (cleanUp) => {
  const scopegate = await install();
  cleanUp(scopegate.stop);
  const { userId, credential } = await createServiceAccount(scopegate, 'orders');
  const sdl = 'type Query { orders: String @requiresScopes(scopes: [["orders:read"]]) }';
  await registerApi(scopegate, { name: 'Orders', sdl, introspectorIds: [userId] });
  const access = { name: 'Laptop', kind: 'ACCESS', scopes: ['orders:read'], lifetime: 'DAYS_7' };

  await step('walk.sh, with a Scopegate of its own', async () => {
    const settings = {
      SCOPEGATE: scopegate.origin,
      CREDENTIAL: credential,
      TOKEN: await createToken(scopegate, ['orders:read']),
      ACCESS: (await api.createToken(scopegate.admin, access)).secret,
    };
    await walk({ ...process.env, ...settings });
  });
});

function walk(env: NodeJS.ProcessEnv): Promise<void> {
  const shell = spawn('bash', ['examples/introspection-curl/walk.sh'], {
    env,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  return new Promise((done, failed) => {
    shell.once('error', failed);
    shell.once('exit', (code) => (code === 0 ? done() : failed(new Error(`walk.sh ended with ${code}`))));
  });
}
