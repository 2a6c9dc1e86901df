import { createServer as createHttpServer } from 'node:http';
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import pino from 'pino';
import type { Actor } from '../src/access/actor';
import { readConfig } from '../src/config';
import { openDatabase } from '../src/database';
import { createServer } from '../src/server';
import { KEYS, storage } from './storage';

/** One of the servers that bench/requests compares, in a process of its own. Tells its port, then its processor time when asked. */

const [side = '', base = '', size = ''] = process.argv.slice(2);

async function scopegate(): Promise<number> {
  const database = await openDatabase(await storage(base, Number(size)));
  const config = { ...readConfig({ SCOPEGATE_KEYS: KEYS, PORT: '0' }), passwordCost: 4 };
  const { app, deps } = await createServer({ config, log: pino({ level: 'silent' }), database });
  if (side === 'unchecked') {
    const known = new Map<string, Actor>();
    const { authenticator } = deps;
    const check = authenticator.actorOf.bind(authenticator);
    authenticator.actorOf = async (credentials) => {
      const text = credentials.bearer ?? '';
      const actor = known.get(text) ?? (await check(credentials));
      known.set(text, actor);
      return actor;
    };
  }
  return Number(new URL(await app.listen({ host: '127.0.0.1', port: 0 })).port);
}

/** Apollo Server as its own guide begins, with a list from memory and no check at all. */
async function bareApollo(): Promise<number> {
  const errorCodes = Array.from({ length: Number(size) }, (_, index) => ({
    code: `CODE_${index}`,
    httpStatus: 400 + index,
    meaning: 'A sentence of about the length that those of the other server have as well, on average.',
  }));
  const server = new ApolloServer({
    typeDefs:
      'type ErrorCodeInfo { code: String! httpStatus: Int! meaning: String! } type Query { errorCodes: [ErrorCodeInfo!]! }',
    resolvers: { Query: { errorCodes: () => errorCodes } },
  });
  const { url } = await startStandaloneServer(server, { listen: { port: 0, host: '127.0.0.1' } });
  return Number(new URL(url).port);
}

async function bareHttp(): Promise<number> {
  const server = createHttpServer((request, response) => {
    request.resume();
    response.setHeader('content-type', 'application/json').end('{"ok":true}');
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : 0);
    });
  });
}

const start = side === 'apollo' ? bareApollo : side === 'http' ? bareHttp : scopegate;
void start().then((port) => {
  process.on('message', () => {
    const { user, system } = process.cpuUsage();
    process.send?.({ microseconds: user + system, bytes: process.memoryUsage.rss() });
  });
  process.on('disconnect', () => process.exit());
  process.send?.({ port });
});
