import { isUtf8 } from 'node:buffer';
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify';
import type { Logger } from 'pino';
import { uuidv7 } from 'uuidv7';
import type { Config } from '../config';
import { badRequest, notJson, sendError, sendShown } from './answer';
import type { ShownError } from './errors/shown-error';
import { knownMethods } from './other-methods';
import { beginNotes, registerRequestNotes } from './request-notes';
import { registerRequestLog } from './request-log';
import { registerSecurityHeaders } from './security-headers';
import { doubledHeader } from './single-headers';
import type { TimeLimits } from './time-limits';

/** The HTTP server without routes: limits of time and size, headers of every answer, errors in GraphQL's shape. */
export function createApp(config: Config, log: Logger, times: TimeLimits): FastifyInstance {
  // Fastify's instances are typed by their logger; routes are written for any.
  const logger: FastifyBaseLogger = log;
  const app: FastifyInstance = Fastify({
    loggerInstance: logger,
    // One line for each request is written by request-log.ts instead.
    logController: new LogController({ disableRequestLogging: true }),
    childLoggerFactory: (logger) => logger,
    genReqId: () => uuidv7(),
    bodyLimit: config.limits.body,
    trustProxy: config.trustedProxies.length > 0 ? [...config.trustedProxies] : false,
    requestTimeout: times.request,
    connectionTimeout: times.idle,
    keepAliveTimeout: times.keepAlive,
    return503OnClosing: false,
    http: { headersTimeout: times.headers, connectionsCheckingInterval: times.check },
    // Before any hook: an address that can't be read.
    frameworkErrors: (error, request, reply) => {
      beginNotes(request, reply);
      sendError(error, request, reply);
    },
    clientErrorHandler,
  });
  app.removeContentTypeParser('text/plain');
  readJson(app);
  registerRequestNotes(app);
  registerSecurityHeaders(app, config);
  app.addHook('onRequest', (request, reply, done) => {
    const doubled = doubledHeader(request);
    if (doubled) sendShown(badRequest(400, `Send one header "${doubled}", not several.`), request, reply);
    else done();
  });
  registerRequestLog(app, log);
  app.setErrorHandler((error, request, reply) => sendError(error, request, reply));
  const methodsAt = knownMethods(app);
  app.setNotFoundHandler((request, reply) => {
    const methods = methodsAt(request.url.replace(/\?.*$/s, ''));
    const wrong = methods && !methods.includes(request.method);
    return sendShown(wrong ? wrongMethod(methods) : NOTHING_HERE, request, reply);
  });
  return app;
}

const NOTHING_HERE = {
  ...badRequest(404, 'There is nothing at this address.'),
  extensions: { code: 'NOT_FOUND' },
};

function wrongMethod(methods: readonly string[]): ShownError {
  const allow = methods.join(', ');
  return badRequest(405, `This address takes ${allow}.`, { allow });
}

/**
 * A body that isn't UTF-8 is refused: decoding would replace what it can't read, and store something else. An empty one is none:
 * clients announce JSON for a DELETE, too.
 */
function readJson(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error');
  app.removeContentTypeParser('application/json');
  app.addContentTypeParser<Buffer>('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    if (body.length === 0) return done(null, undefined);
    if (!isUtf8(body)) return done(Object.assign(new SyntaxError(notJson().message), { statusCode: 400 }));
    return parse(request, body.toString('utf8'), done);
  });
}

/** Milliseconds that a client has to read why it is refused. */
const LINGER = 1_000;

const refused = new WeakSet<Socket>();

/** What isn't HTTP, or took too long to become it: there is no request yet to answer by. */
function clientErrorHandler(this: FastifyInstance, error: Error & { code?: string }, socket: Socket): void {
  // What else arrives of it can't be read either.
  if (error.code === 'ECONNRESET' || socket.destroyed || refused.has(socket)) return;
  refused.add(socket);
  const status = CLIENT_ERRORS[error.code ?? ''] ?? 400;
  const body = JSON.stringify({ errors: [{ message: STATUS_CODES[status], extensions: { code: 'BAD_REQUEST' } }] });
  // Ended, not destroyed: the system resets a connection that is closed while the client still sends, answer and all.
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`,
  );
  setTimeout(() => socket.destroy(), LINGER).unref();
}

const CLIENT_ERRORS: Readonly<Record<string, number>> = {
  ERR_HTTP_REQUEST_TIMEOUT: 408,
  HPE_HEADER_OVERFLOW: 431,
};
