import { createServer } from 'node:http';
import { createPubSub, createSchema, createYoga } from 'graphql-yoga';
import { createVerifier, gateSchema, gateTypeDefs, useGate } from 'scopegate/gate';
import { typeDefs } from './type-defs.mjs';

const books = [
  { id: '1', title: 'Middlemarch', cost: 12 },
  { id: '2', title: 'Ulysses', cost: 19 },
];
const loans = [];

/** Resolvers as they would be without a gate. */
function resolversWith(events) {
  return {
    Query: { books: () => books, loans: () => loans },
    Mutation: {
      lend: (_, { book }) => {
        const loan = { id: String(loans.length + 1), book: books.find(({ id }) => id === book) ?? books[0] };
        loans.push(loan);
        events.publish('lent', loan);
        return loan;
      },
    },
    Subscription: { lent: { subscribe: () => events.subscribe('lent'), resolve: (loan) => loan } },
  };
}

/** @param {{ scopegate: string, credential: string, port: number }} options `port` 0: any free one. */
export async function startService({ scopegate, credential, port }) {
  const verifier = createVerifier({ url: `${scopegate}/oauth2/introspect`, credential, cache: { seconds: 1 } });
  const actor = ({ request }) => verifier.verify(request.headers.get('authorization') ?? undefined);
  const schema = gateSchema(
    createSchema({ typeDefs: [gateTypeDefs, typeDefs], resolvers: resolversWith(createPubSub()) }),
    // A stream is looked at again before each event, with the credential that opened it.
    { unmarkedRootFields: 'error', mode: 'filter', actor, currentActor: actor, recheckEvery: 1_000 },
  );
  const yoga = createYoga({ schema, plugins: [useGate({ actor })], logging: 'warn' });
  const server = createServer(yoga);
  await new Promise((ready) => server.listen(port, '127.0.0.1', ready));
  return {
    url: `http://127.0.0.1:${server.address().port}/graphql`,
    stop: () =>
      new Promise((done) => {
        server.close(done);
        server.closeAllConnections();
      }),
  };
}
