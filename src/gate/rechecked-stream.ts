import type { GraphQLError } from 'graphql';

/** Told the stream's loss, or undefined while it may go on. Never rejects. */
type Check = () => Promise<GraphQLError | undefined>;

const SILENCE = Symbol('silence');
const ENDED = { done: true, value: undefined } as const;

/**
 * A stream that is checked before each event and, while it is silent, again and again (rule 14). On loss it yields one last event
 * and ends; it never throws by itself, because a source stream that throws rejects the whole response.
 */
export class RecheckedStream implements AsyncIterableIterator<unknown> {
  readonly #source: AsyncIterator<unknown>;
  #ended = false;

  constructor(
    source: AsyncIterable<unknown>,
    private readonly check: Check,
    private readonly lastEvent: (loss: GraphQLError) => unknown,
    private readonly recheckEvery: number,
  ) {
    this.#source = source[Symbol.asyncIterator]();
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async next(): Promise<IteratorResult<unknown>> {
    if (this.#ended) return ENDED;
    const event = this.#source.next();
    const arrived = await this.#arrival(event);
    if (arrived === SILENCE || this.#ended) return ENDED;
    if (arrived instanceof Error) return this.#lose(arrived, event);
    if (arrived.done) {
      this.#ended = true;
      return arrived;
    }
    const loss = await this.check();
    return loss ? this.#lose(loss, event) : arrived;
  }

  /** The next event, or the loss that came before it. */
  async #arrival(
    event: Promise<IteratorResult<unknown>>,
  ): Promise<IteratorResult<unknown> | GraphQLError | typeof SILENCE> {
    while (!this.#ended) {
      const first = await this.#eventOrSilence(event);
      if (first !== SILENCE) return first;
      const loss = this.#ended ? undefined : await this.check();
      if (loss) return loss;
    }
    return SILENCE;
  }

  async #eventOrSilence(event: Promise<IteratorResult<unknown>>): Promise<IteratorResult<unknown> | typeof SILENCE> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const silence = new Promise<typeof SILENCE>((resolve) => {
      timer = setTimeout(resolve, this.recheckEvery, SILENCE);
    });
    try {
      return await Promise.race([event, silence]);
    } finally {
      clearTimeout(timer);
    }
  }

  /** Doesn't wait for the source: a generator ends only with its next event, which may never come. */
  #lose(loss: GraphQLError, event: Promise<unknown>): IteratorResult<unknown> {
    this.#ended = true;
    event.catch(() => undefined);
    this.#source.return?.().catch(() => undefined);
    return { done: false, value: this.lastEvent(loss) };
  }

  async return(): Promise<IteratorResult<unknown>> {
    this.#ended = true;
    return (await this.#source.return?.()) ?? ENDED;
  }

  async throw(error: unknown): Promise<IteratorResult<unknown>> {
    this.#ended = true;
    if (!this.#source.throw) throw error;
    return this.#source.throw(error);
  }
}
