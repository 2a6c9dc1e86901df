import { WeightedMap } from '../../src/lib/weighted-map';

test('what was used longest ago goes first, as much of it as is needed', () => {
  const map = new WeightedMap<string, string>(10);
  for (const [key, weight] of [
    ['a', 3],
    ['b', 3],
    ['c', 3],
  ] as const)
    map.set(key, key, weight);
  map.get('a');
  map.set('d', 'd', 6);
  expect(['a', 'b', 'c', 'd'].map((key) => map.get(key))).toEqual(['a', undefined, undefined, 'd']);
});

test('an entry that is set again weighs once', () => {
  const map = new WeightedMap<string, number>(10);
  for (let count = 0; count < 5; count++) map.set('a', count, 4);
  map.set('b', 0, 6);
  expect([map.get('a'), map.get('b')]).toEqual([4, 0]);
});

test('what is too heavy by itself is not kept', () => {
  const map = new WeightedMap<string, string>(10);
  map.set('a', 'a', 11);
  expect(map.get('a')).toBeUndefined();
});
