import { printSchemaWithDirectives } from '@graphql-tools/utils';
import { createServiceAccount, createToken, install, registerApi } from '../shared/installation';
import { schema } from './schema';
import { startService } from './service';

const { SCOPEGATE_URL, SCOPEGATE_CREDENTIAL, PORT = '4004' } = process.env;

async function main(): Promise<void> {
  if (SCOPEGATE_URL && SCOPEGATE_CREDENTIAL) {
    const options = { scopegate: SCOPEGATE_URL, credential: SCOPEGATE_CREDENTIAL, port: Number(PORT) };
    console.log(`The sensors are ready at ${(await startService(options)).url}`);
    return;
  }
  const installation = await install();
  const { userId, credential } = await createServiceAccount(installation, 'sensors');
  const sdl = printSchemaWithDirectives(schema);
  await registerApi(installation, { name: 'Sensors', sdl, introspectorIds: [userId] });
  const { url, server } = await startService({ scopegate: installation.origin, credential, port: Number(PORT) });
  console.log(`Scopegate is ready at ${installation.origin}, the sensors at ${url}
A token that reads sensors: ${await createToken(installation, ['sensors:read'])}
curl -s ${url} -H 'authorization: Bearer …' -d '{"query":"{ sensors { place owner } }"}'`);
  process.once('SIGINT', () => {
    server.close();
    void installation.stop();
  });
}

void main();
