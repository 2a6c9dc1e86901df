import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  ANONYMOUS,
  createVerifier,
  CredentialError,
  readAuthorization,
  VerifierUnavailable,
} from '../../src/gate/index';

/** An introspection endpoint that answers what the test says and keeps what it was asked. */
class Endpoint {
  readonly asked: { authorization: string | undefined; form: URLSearchParams }[] = [];
  answer: object | number = { active: true, scope: 'a b', sub: 'ann', jti: 't1' };
  failuresFirst = 0;
  delay = 0;
  readonly #server = createServer((request, response) => void this.#handle(request, response));

  async open(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/introspect`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    this.asked.push({
      authorization: request.headers.authorization,
      form: new URLSearchParams(Buffer.concat(chunks).toString()),
    });
    await new Promise((resolve) => setTimeout(resolve, this.delay));
    const failing = this.failuresFirst-- > 0;
    if (failing || typeof this.answer === 'number')
      return void response.writeHead(failing ? 503 : (this.answer as number)).end();
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(this.answer));
  }
}

let endpoint: Endpoint;
let url: string;
beforeEach(async () => {
  endpoint = new Endpoint();
  url = await endpoint.open();
});
afterEach(() => endpoint.close());

const verifier = (cache = {}) => createVerifier({ url, credential: 'mine', cache });

describe('createVerifier', () => {
  test('an absent header is nobody, and nobody is asked about it', async () => {
    await expect(verifier().verify(undefined)).resolves.toBe(ANONYMOUS);
    expect(endpoint.asked).toEqual([]);
  });

  test('an active token is an actor with its scopes', async () => {
    const actor = await verifier().verify('bearer abc', { address: '192.0.2.1' });
    expect(actor).toEqual({ authenticated: true, scopes: new Set(['a', 'b']), subject: 'ann', tokenId: 't1' });
    expect(endpoint.asked[0]?.authorization).toBe('Bearer mine');
    expect(Object.fromEntries(endpoint.asked[0]?.form ?? [])).toEqual({ token: 'abc', client_address: '192.0.2.1' });
  });

  test('id and secret go out as percent-encoded Basic', async () => {
    await createVerifier({ url, credential: { id: 'a:b', secret: 'ü' } }).verify('Bearer abc');
    expect(endpoint.asked[0]?.authorization).toBe(`Basic ${Buffer.from('a%3Ab:%C3%BC').toString('base64')}`);
  });

  test.each([{ active: false }, { active: true, sub: 'ann', exp: 1 }])('%j is refused with 401', async (answer) => {
    endpoint.answer = answer;
    await expect(verifier().verify('Bearer abc')).rejects.toMatchObject({ name: 'CredentialError', status: 401 });
  });

  test.each(['', 'Bearer', 'Bearer a b', 'Bearer a,b', 'Bearer a, Bearer b', 'nonsense', 'Bearer "a"'])(
    'the malformed header %j is refused with 400 and never asked about',
    async (header) => {
      await expect(verifier().verify(header)).rejects.toMatchObject({ name: 'CredentialError', status: 400 });
      expect(endpoint.asked).toEqual([]);
    },
  );

  test('another scheme is refused with 401', async () => {
    await expect(verifier().verify('Basic YTpi')).rejects.toMatchObject({ name: 'CredentialError', status: 401 });
  });

  test('the same question asked at once is asked once', async () => {
    endpoint.delay = 30;
    const one = verifier();
    await Promise.all(Array.from({ length: 20 }, () => one.verify('Bearer abc')));
    expect(endpoint.asked).toHaveLength(1);
  });

  test('with 0 seconds each question is asked, also while the same one is under way', async () => {
    endpoint.delay = 30;
    const one = verifier({ seconds: 0 });
    await Promise.all(Array.from({ length: 3 }, () => one.verify('Bearer abc')));
    expect(endpoint.asked).toHaveLength(3);
  });

  test('answers are kept, refusals too, and for each address apart', async () => {
    endpoint.answer = { active: false };
    const one = verifier();
    for (const address of ['192.0.2.1', '192.0.2.1', '192.0.2.2']) {
      await expect(one.verify('Bearer abc', { address })).rejects.toBeInstanceOf(CredentialError);
    }
    expect(endpoint.asked).toHaveLength(2);
  });

  test('a revoked token is noticed within the bound, counted from the question', async () => {
    endpoint.delay = 60;
    const one = verifier({ seconds: 0.15 });
    await one.verify('Bearer abc');
    endpoint.answer = { active: false };
    endpoint.delay = 0;
    await new Promise((resolve) => setTimeout(resolve, 100));
    await expect(one.verify('Bearer abc')).rejects.toBeInstanceOf(CredentialError);
  });

  test('an actor is not believed beyond the expiry of its token', async () => {
    endpoint.answer = { active: true, sub: 'ann', exp: Date.now() / 1000 + 0.5 };
    const one = verifier();
    await one.verify('Bearer abc');
    await new Promise((resolve) => setTimeout(resolve, 600));
    await expect(one.verify('Bearer abc')).rejects.toBeInstanceOf(CredentialError);
  });

  test('no more answers are kept than asked for', async () => {
    const one = verifier({ entries: 1 });
    for (const token of ['a', 'b', 'a']) await one.verify(`Bearer ${token}`);
    expect(endpoint.asked).toHaveLength(3);
  });

  test('passing failures are tried again', async () => {
    endpoint.failuresFirst = 2;
    await expect(verifier().verify('Bearer abc')).resolves.toMatchObject({ subject: 'ann' });
    expect(endpoint.asked).toHaveLength(3);
  });

  test.each([500, 401, 403])(
    'status %d is no answer: VerifierUnavailable, which says so to its log',
    async (status) => {
      endpoint.answer = status;
      const failure: unknown = await verifier()
        .verify('Bearer abc')
        .catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(VerifierUnavailable);
      expect(failure).toMatchObject({ cause: { message: `The introspection endpoint answered ${status}.` } });
    },
  );

  test.each([undefined, '', 'Bearer abc', 'abc\n', { id: 'a' }, { id: '', secret: 'b' }])(
    'the credential %j is refused at once, without repeating it',
    (credential) => {
      // Cast: settings are read from an environment that types know nothing of.
      const create = () => createVerifier({ url, credential: credential as string });
      expect(create).toThrow(/^credential: give the token/);
      expect(create).not.toThrow(/abc/);
    },
  );

  test('case: introspection service unreachable, nothing cached', async () => {
    const one = verifier();
    await endpoint.close();
    await expect(one.verify('Bearer abc')).rejects.toMatchObject({ name: 'VerifierUnavailable', status: 503 });
  });

  test('an answer that says nothing clear lets nobody in', async () => {
    endpoint.answer = { active: 'true', scope: 'a' };
    await expect(verifier().verify('Bearer abc')).rejects.toBeInstanceOf(VerifierUnavailable);
  });
});

describe('readAuthorization', () => {
  test('case: two credentials in one request', () => {
    const rawHeaders = ['Authorization', 'Bearer a', 'Accept', '*/*', 'authorization', 'Bearer b'];
    expect(() => readAuthorization({ rawHeaders })).toThrow(new CredentialError('Send one credential only.', 400));
  });

  test('one header is read, none is undefined', () => {
    expect(readAuthorization({ rawHeaders: ['AUTHORIZATION', 'Bearer a'] })).toBe('Bearer a');
    expect(readAuthorization({ rawHeaders: ['x', 'authorization'] })).toBeUndefined();
  });
});
