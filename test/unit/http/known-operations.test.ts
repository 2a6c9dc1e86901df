import 'reflect-metadata';
import { sentOperation } from '../../../src/http/execution/known-operations';

describe('sentOperation', () => {
  test.each<[string, unknown]>([
    ['nothing', undefined],
    ['a list', [{ query: '{ a }' }]],
    ['a text', '{ a }'],
    ['no query', { variables: {} }],
    ['a query that is no text', { query: { kind: 'Document' } }],
    ['variables as a text', { query: '{ a }', variables: '{}' }],
    ['variables as a list', { query: '{ a }', variables: [] }],
    ['a name that is no text', { query: '{ a }', operationName: 1 }],
    ['extensions', { query: '{ a }', extensions: {} }],
  ])('%s is left to Apollo Server', (_, body) => {
    expect(sentOperation(body)).toBeUndefined();
  });

  test('null is as good as left out', () => {
    expect(sentOperation({ query: '{ a }', operationName: null, variables: null })).toEqual({ query: '{ a }' });
  });
});
