const ATTEMPTS = 8;

interface Again {
  readonly when: (error: unknown) => boolean;
  readonly before?: () => Promise<void>;
}

/** Tries again, with growing random pauses, while the database says that the whole transaction should. */
export async function again<T>(work: () => Promise<T>, { when, before }: Again): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (attempt === ATTEMPTS || !when(error)) throw error;
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 10 * 2 ** attempt));
      await before?.();
    }
  }
}
