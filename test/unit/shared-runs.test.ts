import { SharedRuns } from '../../src/lib/shared-runs';

/** Work that ends when it is told to; its answer is the number of its start. */
function workshop() {
  let started = 0;
  const endings: (() => void)[] = [];
  const work = () => {
    const number = (started += 1);
    return new Promise<number>((resolve) => endings.push(() => resolve(number)));
  };
  const endAll = async () => {
    while (endings.length > 0) {
      endings.shift()?.();
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  return { work, endAll, started: () => started };
}

test('who asks while one runs gets the answer of the next, which all of them share', async () => {
  const runs = new SharedRuns<number>();
  const { work, endAll, started } = workshop();
  const asked = [runs.run('a', work), runs.run('a', work), runs.run('a', work)];
  expect(started()).toBe(1);
  await endAll();
  expect(await Promise.all(asked)).toEqual([1, 2, 2]);
});

test('other keys run at the same time', async () => {
  const runs = new SharedRuns<number>();
  const { work, endAll, started } = workshop();
  const asked = [runs.run('a', work), runs.run('b', work)];
  expect(started()).toBe(2);
  await endAll();
  await Promise.all(asked);
});

test('after a run that failed the next one still starts', async () => {
  const runs = new SharedRuns<number>();
  const failing = runs.run('a', () => Promise.reject(new Error('no')));
  const next = runs.run('a', () => Promise.resolve(7));
  await expect(failing).rejects.toThrow('no');
  expect(await next).toBe(7);
});
