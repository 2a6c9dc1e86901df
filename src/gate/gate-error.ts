/** One thing that is wrong with the marks of a schema, at a schema coordinate (`Type`, `Type.field`, `Type.field(arg:)`). */
export interface Mistake {
  readonly coordinate: string;
  readonly message: string;
}

/** Thrown when a schema can't be gated: lists every mistake at once (rule 3), so that one run shows all there is to repair. */
export class GateError extends Error {
  override readonly name = 'GateError';
  readonly mistakes: readonly Mistake[];

  constructor(mistakes: readonly Mistake[]) {
    super(['The schema cannot be gated:', ...mistakes.map((m) => `- ${m.coordinate}: ${m.message}`)].join('\n'));
    this.mistakes = mistakes;
  }
}

/** Collects mistakes while a schema is read, each only once. */
export class MistakeList {
  readonly #found = new Map<string, Mistake>();

  add(coordinate: string, message: string): void {
    this.#found.set(`${coordinate}\n${message}`, { coordinate, message });
  }

  /** Throws a GateError when anything was collected. */
  assertNone(): void {
    if (this.#found.size > 0) throw new GateError([...this.#found.values()]);
  }
}
