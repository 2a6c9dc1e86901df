import { createServiceAccount, createToken, install, registerApi } from '../../dist/examples/shared/installation.js';
import { startService } from './service.mjs';
import { typeDefs } from './type-defs.mjs';

const { SCOPEGATE_URL, SCOPEGATE_CREDENTIAL, PORT = '4002' } = process.env;

if (SCOPEGATE_URL && SCOPEGATE_CREDENTIAL) {
  const options = { scopegate: SCOPEGATE_URL, credential: SCOPEGATE_CREDENTIAL, port: Number(PORT) };
  console.log(`The library is ready at ${(await startService(options)).url}`);
} else {
  const installation = await install();
  const { userId, credential } = await createServiceAccount(installation, 'library');
  await registerApi(installation, { name: 'Library', sdl: typeDefs, introspectorIds: [userId] });
  const service = await startService({ scopegate: installation.origin, credential, port: Number(PORT) });
  console.log(`Scopegate is ready at ${installation.origin}, the library at ${service.url}
A token that reads loans: ${await createToken(installation, ['loans:read'])}
curl -s ${service.url} -H 'content-type: application/json' -H 'authorization: Bearer …' -d '{"query":"{ loans { id } books { cost } }"}'`);
  process.once('SIGINT', () => void Promise.all([service.stop(), installation.stop()]));
}
