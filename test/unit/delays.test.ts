import { delayAfter } from '../../src/features/session/attempts';
import { KeyedQueue } from '../../src/lib/keyed-queue';

test.each([
  [1, 0],
  [4, 0],
  [5, 1],
  [6, 2],
  [9, 16],
  [14, 512],
  [15, 900],
  [10_000, 900],
])('after %i failures, five of them free, the delay is %i s', (failures, seconds) => {
  expect(delayAfter(failures, 5)).toBe(seconds);
});

test('a keyed queue runs one after another under a key, also after a failure, and forgets what is done', async () => {
  const queue = new KeyedQueue();
  const order: string[] = [];
  const work =
    (name: string, ms: number, fail = false) =>
    async () => {
      await new Promise((resolve) => setTimeout(resolve, ms));
      order.push(name);
      if (fail) throw new Error(name);
    };
  const first = queue.run('a', work('slow', 30, true));
  const second = queue.run('a', work('quick', 1));
  await queue.run('b', work('other', 5));
  await expect(first).rejects.toThrow('slow');
  await second;
  expect(order).toEqual(['other', 'slow', 'quick']);
});
