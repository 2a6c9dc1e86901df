/**
 * Runs of an expensive piece of work, for each key one after another. Who asks while one runs gets the answer of the
 * next: everybody's answer began after they asked, and however many ask, there is one run and one waiting.
 */
export class SharedRuns<T> {
  private readonly running = new Map<string, Promise<T>>();
  private readonly waiting = new Map<string, Promise<T>>();

  run(key: string, work: () => Promise<T>): Promise<T> {
    const waiting = this.waiting.get(key);
    if (waiting) return waiting;
    const running = this.running.get(key);
    if (!running) return this.start(key, work);
    const next = running.then(
      () => this.startWaiting(key, work),
      () => this.startWaiting(key, work),
    );
    this.waiting.set(key, next);
    return next;
  }

  private startWaiting(key: string, work: () => Promise<T>): Promise<T> {
    this.waiting.delete(key);
    return this.start(key, work);
  }

  private start(key: string, work: () => Promise<T>): Promise<T> {
    const run = work().finally(() => this.running.delete(key));
    this.running.set(key, run);
    return run;
  }
}
