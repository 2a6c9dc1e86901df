import type { FastifyInstance } from 'fastify';
import { collectDefaultMetrics, Counter, Histogram, Registry } from 'prom-client';
import { MalformedCredentialError } from '../graphql/credential-errors';
import { ScopegateError } from '../graphql/errors';
import { routeOf } from './request-log';

/** Why a credential was refused, as far as everybody may know. */
export type RefusalReason = 'malformed' | 'not_valid' | 'expired' | 'not_allowed' | 'unavailable';

export interface Metrics {
  credentialRefused(reason: RefusalReason): void;
}

/** Counts and durations for Prometheus. Labels are routes, statuses and reasons: never an id or anything a client wrote. */
export function registerMetrics(app: FastifyInstance): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const durations = new Histogram({
    name: 'scopegate_http_request_duration_seconds',
    help: 'Requests answered, and the time from the first byte of a request to the last of its answer.',
    labelNames: ['route', 'status'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers,
  });
  const refusals = new Counter({
    name: 'scopegate_credentials_refused_total',
    help: 'Credentials refused, by reason.',
    labelNames: ['reason'],
    registers,
  });
  app.addHook('onResponse', (request, reply, done) => {
    durations.observe({ route: routeOf(request), status: reply.statusCode }, reply.elapsedTime / 1_000);
    done();
  });
  const answer = oncePerServer(registry);
  app.get('/metrics', async (_request, reply) => reply.type(registry.contentType).send(await answer()));
  return { credentialRefused: (reason) => refusals.inc({ reason }) };
}

/** The process is watched from the first look at it on: a start needn't wait for that. */
function oncePerServer(registry: Registry): () => Promise<string> {
  let watching = false;
  return () => {
    if (!watching) collectDefaultMetrics({ register: registry });
    watching = true;
    return registry.metrics();
  };
}

/** The reason for an error of the authenticator. */
export function reasonOf(error: unknown): RefusalReason {
  if (error instanceof MalformedCredentialError) return 'malformed';
  if (!(error instanceof ScopegateError)) return 'unavailable';
  if (error.code === 'TOKEN_EXPIRED') return 'expired';
  return error.code === 'INSUFFICIENT_SCOPE' ? 'not_allowed' : 'not_valid';
}
