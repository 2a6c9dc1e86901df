import { createServiceAccount, createToken, install, registerApi } from '../shared/installation';
import { startShop } from './shop';
import { typeDefs } from './type-defs';

const { SCOPEGATE_URL, SCOPEGATE_CREDENTIAL, PORT = '4001' } = process.env;

/** Against your Scopegate when both variables name it, else against a fresh one with the shop registered and two tokens. */
async function main(): Promise<void> {
  if (SCOPEGATE_URL && SCOPEGATE_CREDENTIAL) {
    const shop = await startShop({ scopegate: SCOPEGATE_URL, credential: SCOPEGATE_CREDENTIAL, port: Number(PORT) });
    console.log(`The shop is ready at ${shop.url}`);
    return;
  }
  const installation = await install();
  const { userId, credential } = await createServiceAccount(installation, 'shop');
  await registerApi(installation, { name: 'Shop', sdl: typeDefs, introspectorIds: [userId] });
  const shop = await startShop({ scopegate: installation.origin, credential, port: Number(PORT) });
  console.log(`Scopegate is ready at ${installation.origin}, the shop at ${shop.url}
A token that reads orders:           ${await createToken(installation, ['orders:read'])}
One that reads customers' addresses: ${await createToken(installation, ['orders:read', 'customers:email'])}
curl -s ${shop.url} -H 'content-type: application/json' -H 'authorization: Bearer …' -d '{"query":"{ orders { customer { email } } }"}'`);
  process.once('SIGINT', () => void Promise.all([shop.stop(), installation.stop()]));
}

void main();
