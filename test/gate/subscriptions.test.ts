import { buildSchema, type ExecutionResult, parse, subscribe } from 'graphql';
import { CredentialError, gateSchema, gateTypeDefs, type GateOptions } from '../../src/gate/index';
import { ANONYMOUS } from '../../src/gate/index';
import { holding, record, referenceSdl, type TestContext } from './reference-schema';

/** A source of events that the test feeds, and knows when it was let go. */
class Feed implements AsyncIterableIterator<unknown> {
  readonly #waiting: ((event: IteratorResult<unknown>) => void)[] = [];
  readonly #events: unknown[] = [];
  released = false;

  emit(event: unknown): void {
    const waiting = this.#waiting.shift();
    if (waiting) waiting({ done: false, value: event });
    else this.#events.push(event);
  }
  next(): Promise<IteratorResult<unknown>> {
    if (this.#events.length > 0) return Promise.resolve({ done: false, value: this.#events.shift() });
    return new Promise((resolve) => this.#waiting.push(resolve));
  }
  return(): Promise<IteratorResult<unknown>> {
    this.released = true;
    return Promise.resolve({ done: true, value: undefined });
  }
  [Symbol.asyncIterator](): this {
    return this;
  }
}

const token = { __typename: 'Token', id: '4', label: 'ci' };

/** A subscription to tokenChanged, fed by the test, of whoever `caller` says it is at each moment. */
async function open(
  caller: () => unknown,
  options: Partial<GateOptions<TestContext>> = {},
  query = 'subscription { tokenChanged { id } }',
  contextValue: TestContext = { caller },
) {
  const feed = new Feed();
  const schema = buildSchema(gateTypeDefs + referenceSdl);
  record(
    schema,
    [],
    () =>
      (source, _args, _context, info): unknown =>
        Reflect.get(Object(source) as object, info.fieldName),
  );
  const field = schema.getSubscriptionType()?.getFields()['tokenChanged'];
  if (!field) throw new Error('no such field');
  field.subscribe = () => feed;
  const whoever = (context: TestContext) => context.caller();
  const gated = gateSchema<TestContext>(schema, {
    unmarkedRootFields: 'open',
    actor: whoever,
    currentActor: whoever,
    ...options,
  });
  const answer = await subscribe({ schema: gated, document: parse(query), contextValue });
  return { feed, answer, stream: answer as AsyncGenerator<ExecutionResult> };
}

const code = (result: IteratorResult<ExecutionResult>) =>
  (result.value as ExecutionResult | undefined)?.errors?.[0]?.extensions['code'];

describe('rule 14: subscriptions', () => {
  test('at subscribe: refused without the scope, and the source is never opened', async () => {
    const { answer } = await open(() => holding());
    expect(answer).toMatchObject({
      errors: [
        {
          extensions: {
            code: 'INSUFFICIENT_SCOPE',
            missing: [{ coordinate: 'Subscription.tokenChanged' }, { coordinate: 'Token' }],
          },
        },
      ],
    });
  });

  test('at subscribe: the whole operation counts, below the root too', async () => {
    const guards = { 'Token.label': [['labels']] };
    const { answer } = await open(() => holding('tokens:read'), { guards }, 'subscription { tokenChanged { label } }');
    expect(answer).toMatchObject({ errors: [{ extensions: { missing: [{ coordinate: 'Token.label' }] } }] });
  });

  test('events come through while the actor holds the scope', async () => {
    const { feed, stream } = await open(() => holding('tokens:read'));
    feed.emit({ tokenChanged: token });
    expect(await stream.next()).toEqual({ done: false, value: { data: { tokenChanged: { id: '4' } } } });
    await stream.return(undefined);
    expect(feed.released).toBe(true);
  });

  test.each([
    ['role changed', () => holding(), 'INSUFFICIENT_SCOPE'],
    ['logged out', () => ANONYMOUS, 'UNAUTHENTICATED'],
    ['actor gone', () => undefined, 'UNAUTHENTICATED'],
    [
      'token revoked',
      () => {
        throw new CredentialError();
      },
      'UNAUTHENTICATED',
    ],
    ['unreachable', () => Promise.reject(new Error('down')), 'INTERNAL_SERVER_ERROR'],
  ])(
    'case: subscription open, %s: one denial before the next event, and the stream ends',
    async (_name, later, expected) => {
      let caller: () => unknown = () => holding('tokens:read');
      const { feed, stream } = await open(() => caller());
      feed.emit({ tokenChanged: token });
      expect(code(await stream.next())).toBeUndefined();
      caller = later;
      feed.emit({ tokenChanged: token });
      const last = await stream.next();
      expect(code(last)).toBe(expected);
      expect(last.value).toMatchObject({ data: { tokenChanged: null } });
      expect(await stream.next()).toEqual({ done: true, value: undefined });
      expect(feed.released).toBe(true);
    },
  );

  test('a set of scopes that shrinks in place is noticed', async () => {
    const scopes = new Set(['tokens:read']);
    const { feed, stream } = await open(() => ({ authenticated: true, scopes, subject: 'ann' }));
    scopes.clear();
    feed.emit({ tokenChanged: token });
    expect(code(await stream.next())).toBe('INSUFFICIENT_SCOPE');
  });

  test('without an event it is looked at again and again', async () => {
    let actor = holding('tokens:read');
    const { stream, feed } = await open(() => actor, { recheckEvery: 20 });
    const next = stream.next();
    await new Promise((resolve) => setTimeout(resolve, 50));
    actor = holding();
    expect(code(await next)).toBe('INSUFFICIENT_SCOPE');
    expect(feed.released).toBe(true);
    expect((await stream.next()).done).toBe(true);
  });

  test('it is looked at every 30 seconds by default, and never less often', async () => {
    jest.useFakeTimers();
    let asked = 0;
    const { stream } = await open(() => (asked++, holding('tokens:read')));
    void stream.next();
    await jest.advanceTimersByTimeAsync(29_000);
    expect(asked).toBe(1);
    await jest.advanceTimersByTimeAsync(2_000);
    expect(asked).toBe(2);
    jest.useRealTimers();
    await expect(open(() => ANONYMOUS, { recheckEvery: 30_001 })).rejects.toThrow('recheckEvery');
  });

  test('the actor is looked up once for each event', async () => {
    let asked = 0;
    const { feed, stream } = await open(() => (asked++, holding('tokens:read')));
    for (let event = 0; event < 3; event++) {
      feed.emit({ tokenChanged: token });
      await stream.next();
    }
    expect(asked).toBe(4);
  });

  test('two streams of one context lose it together', async () => {
    let actor = holding('tokens:read');
    const context = { caller: () => actor };
    const streams = [await open(() => actor, {}, undefined, context), await open(() => actor, {}, undefined, context)];
    streams.forEach(({ feed }) => feed.emit({ tokenChanged: token }));
    expect((await Promise.all(streams.map(({ stream }) => stream.next()))).map(code)).toEqual([undefined, undefined]);
    actor = holding();
    streams.forEach(({ feed }) => feed.emit({ tokenChanged: token }));
    expect((await Promise.all(streams.map(({ stream }) => stream.next()))).map(code)).toEqual([
      'INSUFFICIENT_SCOPE',
      'INSUFFICIENT_SCOPE',
    ]);
  });

  test('filter: a root that is allowed goes on, with nulls below', async () => {
    const guards = { 'Token.label': [['labels']] };
    const { feed, stream } = await open(
      () => holding('tokens:read'),
      { mode: 'filter', guards },
      'subscription { tokenChanged { id label } }',
    );
    feed.emit({ tokenChanged: token });
    expect((await stream.next()).value).toMatchObject({ data: { tokenChanged: { id: '4', label: null } } });
  });

  test('filter: a root that is denied rejects', async () => {
    expect((await open(() => holding(), { mode: 'filter' })).answer).toHaveProperty('errors');
  });
});
