import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { makeExecutableSchema } from '@graphql-tools/schema';
import { apolloGate, createVerifier, gateSchema, gateTypeDefs } from 'scopegate/gate';
import { resolvers } from './resolvers';
import { typeDefs } from './type-defs';

/** Where the shop asks about tokens, and what it shows there. */
export interface ShopOptions {
  /** Of Scopegate, without a path. */
  readonly scopegate: string;
  /** A token of the shop's service account, with api:introspect. */
  readonly credential: string;
  /** 0: any free one. */
  readonly port: number;
}

interface ShopContext {
  readonly authorization: string | undefined;
  readonly address: string | undefined;
}

export interface Shop {
  readonly url: string;
  stop(): Promise<void>;
}

/** An Apollo Server like any other, but for the verifier, gateSchema and the plug-in. */
export async function startShop({ scopegate, credential, port }: ShopOptions): Promise<Shop> {
  const verifier = createVerifier({ url: `${scopegate}/oauth2/introspect`, credential, cache: { seconds: 1 } });
  const actor = ({ authorization, address }: ShopContext) => verifier.verify(authorization, { address });
  const schema = gateSchema(makeExecutableSchema({ typeDefs: [gateTypeDefs, typeDefs], resolvers }), {
    // A root field that says nothing is a mistake, and the shop doesn't start.
    unmarkedRootFields: 'error',
    actor,
  });
  const server = new ApolloServer<ShopContext>({ schema, plugins: [apolloGate({ actor })] });
  const { url } = await startStandaloneServer(server, {
    listen: { host: '127.0.0.1', port },
    context: async ({ req }) => ({ authorization: req.headers.authorization, address: req.socket.remoteAddress }),
  });
  return { url, stop: () => server.stop() };
}
