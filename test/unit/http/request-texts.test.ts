import { parse } from 'graphql';
import { QueryFailedError } from 'typeorm';
import { withoutLiterals } from '../../../src/http/document-log';
import { describeFailure } from '../../../src/http/errors/failure';
import { withoutTokens } from '../../../src/graphql/syntax-mistake';
import { DocumentStore } from '../../../src/http/execution/document-store';
import { answerType } from '../../../src/http/media-type';
import { secretParameter } from '../../../src/http/secrets-in-url';

const SECRET = 'hunter2';

describe('texts about a request', () => {
  test('S1: a document is logged without its literals', () => {
    const text = `mutation { logIn(input: { email: "${SECRET}", n: [4711, 1.5, ${SECRET}], p: """${SECRET}""" }) { a: viewer { id } } }`;
    expect(withoutLiterals(parse(text))).toBe(
      'mutation { logIn(input: {email: "", n: [0, 0, _], p: ""}) { a: viewer { id } } }',
    );
  });

  test('S1: a credential as a name is not logged either', () => {
    expect(withoutLiterals(parse('query sg_api_abc_def { viewer { id } }'))).toBe(
      'query [credential] { viewer { id } }',
    );
  });

  test.each([
    `{ a(b: "${SECRET}" "c") }`,
    `{ a(b: ${SECRET} ${SECRET}) : }`,
    `{ a(b: "${SECRET}) }`,
    `{ a(b: "\\q${SECRET}") }`,
    `{ a(b: 12${SECRET}) }`,
    `{ a(b: """${SECRET}""" : ) }`,
  ])('S1: the mistake in %s is told without the token', (text) => {
    expect.assertions(1);
    try {
      parse(text);
    } catch (error) {
      expect(withoutTokens((error as Error).message)).not.toMatch(/hunter|ter2|12h/);
    }
  });

  test('S1: a failed statement is logged by type, code and place', () => {
    const driver = Object.assign(new Error(`Duplicate entry '${SECRET}'`), { code: 'ER_DUP_ENTRY', errno: 1062 });
    const failure = describeFailure(new QueryFailedError('INSERT INTO token VALUES (?)', [SECRET], driver));
    expect(JSON.stringify(failure)).not.toMatch(/hunter2|INSERT/);
    expect(failure).toMatchObject({ type: 'QueryFailedError', code: 'ER_DUP_ENTRY', errno: 1062 });
    expect(failure.at[0]).toMatch(/request-texts\.test\.ts:\d+$/);
  });

  test('S1: an error is logged without what it quotes', () => {
    expect(describeFailure(new SyntaxError(`Unexpected token 'h', "${SECRET}" is not valid JSON`)).message).toBe(
      'Unexpected token …, … is not valid JSON',
    );
  });

  test.each([
    [undefined, 'application/json'],
    ['*/*', 'application/json'],
    ['text/html', 'application/json'],
    ['application/graphql-response+json', 'application/graphql-response+json'],
    ['application/graphql-response+json, application/json;q=0.9', 'application/graphql-response+json'],
    ['application/json, application/graphql-response+json', 'application/json'],
    ['application/graphql-response+json;q=0, */*', 'application/json'],
  ])('Accept: %s is answered as %s', (accept, type) => {
    expect(answerType(accept)).toBe(`${type}; charset=utf-8`);
  });

  test.each(['?token=x', '?a=1&accessToken=x', '?session=x', '?oneTimeCode=1', '?%74oken=x'])(
    '%s holds a secret',
    (search) => {
      expect(secretParameter(search)).toBeDefined();
    },
  );

  test('other parameters are not secrets', () => {
    expect(secretParameter('?query=%7B__typename%7D&operationName=token')).toBeUndefined();
  });

  test('documents are kept by number and by length, those used last', async () => {
    const store = new DocumentStore();
    for (let i = 0; i < 1_001; i++) await store.set(`k${i}`, parse(`{ f${i} }`));
    expect(await store.get('k0')).toBeUndefined();
    await store.get('k1');
    await store.set('new', parse('{ new }'));
    expect([await store.get('k1'), await store.get('k2')]).toEqual([expect.anything(), undefined]);
    await store.set('long', parse(`{ f(x: "${'x'.repeat(499_000)}") }`));
    expect(await store.get('k500')).toBeUndefined();
    expect(await store.get('long')).toBeDefined();
  });
});
