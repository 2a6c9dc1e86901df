import { createHash } from 'node:crypto';
import { In } from 'typeorm';
import { uuidv7 } from 'uuidv7';
import type { Context, KnownContext } from '../../context';
import { grantExceeded, notFound } from '../../graphql/errors';
import { chunks, rows } from '../../graphql/rows';
import { change } from '../../graphql/transaction';
import { cleanText } from '../../lib/name-key';
import { strictlyLater } from '../../lib/strictly-later';
import type { Account } from '../account/account.entity';
import { lockAccount, saveAccount } from '../account/account.service';
import { changesBetween, record } from '../audit/audit.record';
import { rolesOfEach } from '../role/role.permissions';
import type { User } from '../user/user.entity';
import { Api, ApiScope } from './api.entity';
import type { RegisterApiInput } from './api.inputs';
import { getIntrospectors, introspectorsOf, storeIntrospectors } from './api.introspectors';
import { listedAnywhere, listedByHolders } from './api.listed';
import { planRegistration, type RegistrationPlan } from './api.plan';
import { comingIn, type NewScope } from './api.scopes';
import { type ReadApi, readSdl } from './api.sdl';
import { findApi, loadRegisteredApis } from './api.state';
import { loadSdl, storeSdl } from './api.stored';

/** An API with all that is said of it. */
interface Described {
  readonly name: string;
  readonly description: string;
  readonly docsUrl: string | null;
  readonly sdl: string;
  readonly scopes: readonly NewScope[];
  readonly introspectors: readonly User[];
}

/**
 * Registers the API, or replaces the one of that name (P8); what the input leaves out keeps what was said before.
 * @throws BAD_USER_INPUT with every mistake of the SDL; CONFLICT, GRANT_EXCEEDED, NOT_FOUND, PASSWORD_CONFIRMATION_REQUIRED.
 */
export function registerApi(context: KnownContext, input: RegisterApiInput): Promise<Api> {
  // Reading takes its time: nobody else's change waits for it.
  const read = readSdl(input.sdl);
  return change(context, (inside) => register(inside, input, read));
}

async function register(context: KnownContext, input: RegisterApiInput, read: ReadApi): Promise<Api> {
  // Every registration of the account after the other: what one may claim depends on what others have.
  const account = await lockAccount(context);
  const plan = await planRegistration(context, await loadRegisteredApis(context), input, read);
  await assertHoldsWhatComesIn(context, plan);
  const before = plan.current && (await describe(context, plan.current, plan));
  const next = await descriptionAfter(context, input, plan, before);
  const changes = changesBetween(before ? toldOf(before) : {}, toldOf(next));
  if (plan.current && changes.length === 0) return plan.current;
  const api = await store(context, plan, next);
  if (before?.sdl !== next.sdl) await storeSdl(context, api, next.sdl);
  await storeIntrospectors(context, api.id, next.introspectors);
  await replaceScopes(context, api, next.scopes);
  await growCatalogue(context, account);
  const action = plan.current ? 'api.updated' : 'api.created';
  await record(context, { action, targetId: api.id, targetName: api.name, changes });
  return api;
}

/** P5: what gives something to others. An administrator holds everything, before and after. */
async function assertHoldsWhatComesIn(
  context: KnownContext,
  { before, after, scopes, known }: RegistrationPlan,
): Promise<void> {
  const { implied, reading, returning } = comingIn(before, after, scopes, known);
  const listed = await listedByHolders(context, returning);
  const given = [...implied, ...reading, ...listed];
  if (given.every((scope) => context.actor.scopes.has(scope))) return;
  const roles = (await rolesOfEach(context, [context.actor.userId])).get(context.actor.userId) ?? [];
  if (roles.some(({ builtIn }) => builtIn)) return;
  // What is gone nobody holds now: whose roles list it held it, and will again.
  const held = new Set([...context.actor.scopes, ...roles.flatMap(({ permissions }) => permissions)]);
  const beyond = [...new Set(given)].filter((scope) => !held.has(scope)).sort();
  if (beyond.length === 0) return;
  const message = `Others would come to hold ${beyond.join(', ')}, which you don't hold.`;
  throw grantExceeded(beyond, message, 'scopes');
}

async function describe(context: Context, api: Api, { known }: RegistrationPlan): Promise<Described> {
  const { name, description, docsUrl } = api;
  const scopes = [...known.values()].filter(({ gone }) => !gone);
  const sdl = await loadSdl(context, api);
  return { name, description, docsUrl, sdl, scopes, introspectors: await introspectorsOf(context, api.id) };
}

async function descriptionAfter(
  context: Context,
  { name, description, docsUrl, sdl, introspectorIds }: RegisterApiInput,
  { scopes }: RegistrationPlan,
  before: Described | undefined,
): Promise<Described> {
  return {
    name: cleanText(name),
    description: description === undefined ? (before?.description ?? '') : cleanText(description),
    docsUrl: docsUrl === undefined ? (before?.docsUrl ?? null) : new URL(String(docsUrl)).href,
    sdl,
    scopes,
    introspectors: introspectorIds ? await getIntrospectors(context, introspectorIds) : (before?.introspectors ?? []),
  };
}

/** As the audit tells it: of the SDL only which it is. */
function toldOf({ name, description, docsUrl, sdl, scopes, introspectors }: Described): object {
  const said = (tell: (scope: NewScope) => string | false | null) =>
    scopes.flatMap((scope) => {
      const text = tell(scope);
      return text ? `${scope.scope}: ${text}` : [];
    });
  return {
    name,
    description,
    docsUrl,
    sdl: `${sdl.length} characters, SHA-256 ${createHash('sha256').update(sdl).digest('hex').slice(0, 16)}`,
    scopes: scopes.map(({ scope }) => scope),
    readOnly: scopes.filter(({ readOnly }) => readOnly).map(({ scope }) => scope),
    implies: scopes.flatMap(({ scope, implies }) => implies.map((implied) => `${scope} > ${implied}`)),
    labels: said(({ label }) => label),
    descriptions: said((scope) => scope.description),
    docsUrls: said((scope) => scope.docsUrl),
    introspectors: introspectors.map(({ username }) => username),
  };
}

async function store(context: Context, { current, key }: RegistrationPlan, next: Described): Promise<Api> {
  const { name, description, docsUrl } = next;
  if (current) {
    const set = {
      name,
      description,
      docsUrl,
      version: current.version + 1,
      updatedAt: strictlyLater(current.updatedAt),
    };
    await rows(context, Api).update({ id: current.id }, set);
    return Object.assign(current, set);
  }
  const now = new Date();
  const api = Object.assign(new Api(), { name, description, docsUrl, nameKey: key });
  Object.assign(api, { id: uuidv7(), accountId: context.accountId, version: 1, createdAt: now, updatedAt: now });
  await rows(context, Api).insert([api]);
  return api;
}

/** Those that are gone stay, marked, where something lists them; the others disappear. */
async function replaceScopes(context: Context, api: Api, scopes: readonly NewScope[]): Promise<void> {
  const named = new Set(scopes.map(({ scope }) => scope));
  const stored = await rows(context, ApiScope).find();
  const lost = stored.filter((row) => !named.has(row.scope) && (row.gone || row.apiKey === api.nameKey));
  await leaveOrDelete(context, lost);
  await deleteScopes(
    context,
    stored.map(({ scope }) => scope).filter((scope) => named.has(scope)),
  );
  const more = { apiId: api.id, apiKey: api.nameKey, gone: false };
  await rows(context, ApiScope).insert(scopes.map((scope) => ({ ...scope, ...more })));
}

async function leaveOrDelete(context: Context, lost: readonly ApiScope[]): Promise<void> {
  const listed = await listedAnywhere(
    context,
    lost.map(({ scope }) => scope),
  );
  const left = lost.filter(({ scope, gone }) => listed.has(scope) && !gone).map(({ scope }) => scope);
  for (const chunk of chunks(left)) await rows(context, ApiScope).update({ scope: In([...chunk]) }, { gone: true });
  await deleteScopes(
    context,
    lost.map(({ scope }) => scope).filter((scope) => !listed.has(scope)),
  );
}

async function deleteScopes(context: Context, scopes: readonly string[]): Promise<void> {
  for (const chunk of chunks(scopes)) await rows(context, ApiScope).delete({ scope: In([...chunk]) });
}

/** Every node sees the new catalogue with the next credential that it looks up. */
function growCatalogue(context: KnownContext, { catalogueVersion }: Account): Promise<void> {
  return saveAccount(context, { catalogueVersion: catalogueVersion + 1 });
}

/** Its scopes go with it; those that something lists stay, marked, and count again when an API of that name brings them back. */
export async function deleteApi(context: KnownContext, id: string): Promise<string[]> {
  const account = await lockAccount(context);
  const api = await findApi(context, id);
  if (!api) throw notFound([id]);
  const brought = await rows(context, ApiScope).find({ apiId: api.id });
  await leaveOrDelete(context, brought);
  await rows(context, ApiScope).update({ apiId: api.id }, { apiId: null });
  await rows(context, Api).delete({ id: api.id });
  await growCatalogue(context, account);
  await record(context, { action: 'api.deleted', targetId: api.id, targetName: api.name });
  return [api.id];
}
