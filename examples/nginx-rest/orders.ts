import { createToken, install, type Installation, registerApi } from '../shared/installation';
import { freePort } from '../tour/server';
import { startNginx } from './nginx';
import { startService } from './service';

/** A REST API has no schema: an SDL with a field for each scope gives them their place in the catalogue. */
const SDL = /* GraphQL */ `
  type Query {
    "GET and HEAD of /orders/"
    orders: String @requiresScopes(scopes: [["orders:read"]])
  }
  type Mutation {
    "Everything else below /orders/"
    changeOrders: String @requiresScopes(scopes: [["orders:write"]])
  }
`;

export interface Orders {
  readonly installation: Installation;
  /** Of nginx, without a path. */
  readonly origin: string;
  /** Of the service itself, past nginx. */
  readonly behind: string;
  readonly reader: string;
  readonly writer: string;
  readonly stop: () => Promise<void>;
}

/** Scopegate, the service, and nginx in front of it. @param port of nginx; 0: any free one. */
export async function startOrders(port: number): Promise<Orders> {
  // nginx stands here: the address, method and path that it tells of may be believed.
  const installation = await install({ TRUSTED_PROXIES: '127.0.0.1' });
  const { origin: scopegate } = installation;
  await registerApi(installation, { name: 'Orders', sdl: SDL });
  const service = await startService({ issuer: scopegate, scopegate });
  const listen = `127.0.0.1:${port || (await freePort())}`;
  const places = { scopegate: `127.0.0.1:${new URL(scopegate).port}`, orders: `127.0.0.1:${service.port}`, listen };
  const nginx = await startNginx(places);
  return {
    installation,
    origin: `http://${listen}`,
    behind: `http://127.0.0.1:${service.port}`,
    reader: await createToken(installation, ['orders:read']),
    writer: await createToken(installation, ['orders:write']),
    stop: async () => {
      await nginx.stop();
      service.server.close();
      service.server.closeAllConnections();
      await installation.stop();
    },
  };
}
