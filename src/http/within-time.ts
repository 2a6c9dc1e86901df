import { ScopegateError } from '../graphql/errors';

/**
 * What `work` answers, or SERVICE_UNAVAILABLE after `limit` milliseconds. The work itself can't be stopped: its
 * statements have time limits of their own. (Fastify's handlerTimeout ends with the body of the request, not its answer.)
 */
export async function withinTime<T>(work: Promise<T>, limit: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(tooSlow()), limit);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

function tooSlow(): ScopegateError {
  const message =
    'The operation took too long and was given up. What it changes may still come about: look before you repeat it.';
  return new ScopegateError('SERVICE_UNAVAILABLE', message, { retryAfter: 2 });
}
