import type { FastifyInstance } from 'fastify';
import { unavailable } from './errors/shown-error';
import { sendError } from './answer';

/** Whether the server has begun to stop. */
export interface Shutdown {
  readonly started: boolean;
}

/**
 * `app.close()`: not ready any more, no new requests, the running ones are finished for as long as `limit` says (ms);
 * then the hooks of `onClose` write what is pending.
 */
export function registerShutdown(app: FastifyInstance, limit: number): Shutdown {
  const shutdown = { started: false };
  let timer: NodeJS.Timeout | undefined;
  app.addHook('preClose', async () => {
    shutdown.started = true;
    timer = setTimeout(() => app.server.closeAllConnections(), limit);
  });
  app.addHook('onClose', async () => clearTimeout(timer));
  app.addHook('onRequest', (request, reply, done) => {
    if (!shutdown.started || isHealth(request.url)) return done();
    // What arrives on a connection that is still busy.
    sendError(unavailable(), request, reply);
  });
  app.addHook('onSend', (_request, reply, _payload, done) => {
    if (shutdown.started) reply.header('connection', 'close');
    done();
  });
  return shutdown;
}

function isHealth(url: string): boolean {
  return url === '/healthz' || url === '/readyz';
}
