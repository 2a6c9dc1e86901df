import { startOrders } from './orders';

const { PORT = '4003' } = process.env;

async function main(): Promise<void> {
  const { installation, origin, reader, writer, stop } = await startOrders(Number(PORT));
  console.log(`Scopegate is ready at ${installation.origin}, nginx at ${origin}
A token that reads orders:   ${reader}
One that only writes orders: ${writer}
curl -i ${origin}/orders/1 -H 'authorization: Bearer …'`);
  process.once('SIGINT', () => void stop());
}

void main();
