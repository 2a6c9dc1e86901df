import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { can } from '../access/actor';
import { type Deps, known, type KnownContext } from '../context';
import type { AuditEvent } from '../features/audit/audit.entity';
import { readAuditEvents } from '../features/audit/audit.list';
import { scopeChallenge } from '../graphql/credential-errors';
import { ScopegateError } from '../graphql/errors';
import { parseAuditFilter } from './audit-export.parameters';
import { tellCaller } from './credential-answer';
import type { Metrics } from './metrics';
import { identify } from './rest/identify';
import { requestContext, searchOf } from './request-context';

const SCOPE = 'audit:read';
const PAGE = 500;
/** Milliseconds: a million events take longer than other answers; a client that stands still is cut off much sooner. */
const LONGEST = 3_600_000;

interface ExportOptions {
  readonly deps: Deps;
  readonly metrics: Metrics;
}

/**
 * GET /api/v1/audit.ndjson: every matching event, oldest first, one JSON object a line (A3), with the names of
 * GraphQL's AuditEvent; `actorId` and `actorTokenId` stand for its edges. Bearer credential only, never a cookie.
 */
export function registerAuditExport(app: FastifyInstance, options: ExportOptions): void {
  app.route({
    method: 'GET',
    url: '/api/v1/audit.ndjson',
    exposeHeadRoute: false,
    handlerTimeout: LONGEST,
    onRequest: (request, reply) => identifyReader(request, reply, options),
    handler: (request, reply) => answer(request, reply, options.deps),
  });
}

/** @throws like `identify`; INSUFFICIENT_SCOPE without audit:read. */
async function identifyReader(request: FastifyRequest, reply: FastifyReply, options: ExportOptions): Promise<void> {
  const actor = await identify(request, options);
  tellCaller(reply, actor, [SCOPE]);
  if (!can(actor, SCOPE)) throw scopeMissing();
}

function scopeMissing(): ScopegateError {
  return new ScopegateError('INSUFFICIENT_SCOPE', `This needs the scope ${SCOPE}.`, {
    missing: [{ coordinate: 'Query.auditEvents', path: [], anyOf: [[SCOPE]] }],
    headers: scopeChallenge(SCOPE),
  });
}

async function answer(request: FastifyRequest, reply: FastifyReply, deps: Deps): Promise<FastifyReply> {
  const filter = parseAuditFilter(new URLSearchParams(searchOf(request)));
  const context = known(requestContext(request, deps, request.notes.actor));
  const pages = readAuditEvents(context, filter, PAGE);
  // Read before the answer begins: what fails here can still be told by a status.
  const first = await pages.next();
  recordUse(context);
  // One page is made while another is being sent, and none for a client that doesn't read.
  const body = Readable.from(toLines(first, pages), { highWaterMark: 1 });
  return reply.type('application/x-ndjson').header('cache-control', 'no-store').send(body);
}

async function* toLines(
  first: IteratorResult<AuditEvent[]>,
  pages: AsyncGenerator<AuditEvent[]>,
): AsyncGenerator<string> {
  for (let page = first; !page.done; page = await pages.next()) {
    if (page.value.length > 0) yield page.value.map((event) => `${JSON.stringify(toLine(event))}\n`).join('');
  }
}

/** Written out field by field: what joins the table is shown when somebody decides so. */
function toLine(event: AuditEvent): Record<string, unknown> {
  return {
    id: event.id,
    at: event.at,
    action: event.action,
    actorKind: event.actorKind,
    actorId: event.actorId,
    actorName: event.actorName,
    actorTokenId: event.actorTokenId,
    actorTokenName: event.actorTokenName,
    credential: event.credential,
    address: event.address,
    targetType: event.targetType,
    targetId: event.targetId,
    targetName: event.targetName,
    changes: event.changes.map(({ field, before, after }) => ({ field, before, after })),
  };
}

/** U6, P12. */
function recordUse({ deps, actor, request }: KnownContext): void {
  const { tokenId, sessionId, throughOverlap } = actor;
  const { address, client } = request;
  deps.usage.record({ at: new Date(), address, client, tokenId, sessionId, throughOverlap, scopes: [SCOPE] });
}
