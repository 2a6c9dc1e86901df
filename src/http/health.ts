import type { FastifyInstance } from 'fastify';
import type { Deps } from '../context';
import type { Shutdown } from './shutdown';

/** A database that answers later than this can't serve requests. */
const PING_MS = 2_000;

/** /healthz: the process is alive. /readyz: it can serve, told by a real query, and not while it is shutting down. */
export function registerHealth(app: FastifyInstance, { database }: Deps, shutdown: Shutdown): void {
  let asking: Promise<boolean> | undefined;
  const isReady = (): Promise<boolean> => {
    // However often it is asked, one query is under way.
    asking ??= answersInTime(database.ping()).finally(() => (asking = undefined));
    return asking;
  };
  app.get('/healthz', async () => ({ status: 'alive' }));
  app.get('/readyz', async (_request, reply) => {
    if (shutdown.started) return reply.code(503).send({ status: 'stopping' });
    return (await isReady()) ? { status: 'ready' } : reply.code(503).send({ status: 'unavailable' });
  });
}

async function answersInTime(ping: Promise<void>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), PING_MS);
  });
  const answered = ping.then(
    () => true,
    () => false,
  );
  return Promise.race([answered, late]).finally(() => clearTimeout(timer));
}
