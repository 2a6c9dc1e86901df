/** Why a change waits: the session has ended, or the password is asked for again. */
export type Question = 'log-in' | 'confirm-password';
/** `someone-else`: the one who logged in is not the one whose change waited, so it is dropped. */
export type Answer = 'done' | 'cancelled' | 'someone-else';

/** What the dialog shows. */
export interface Asked {
  readonly question: Question;
  /** What waits, as words after "Enter your password to": `save role Support`. */
  readonly waiting?: string;
  readonly answer: (answer: Answer) => void;
}

/**
 * One dialog at a time for whatever needs the person: everybody who asks the same meanwhile gets the same answer.
 * The dialog itself is parts/gatekeeper.tsx.
 */
class Gate {
  private asked: Asked | undefined;
  private running: Promise<Answer> | undefined;
  private readonly listeners = new Set<() => void>();

  /** For useSyncExternalStore. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };
  readonly current = (): Asked | undefined => this.asked;

  /** Waits for the person; joins a question of the same kind that is on the screen. */
  async ask(question: Question, waiting?: string): Promise<Answer> {
    while (this.running && this.asked?.question !== question) await this.running;
    this.running ??= this.show(question, waiting);
    return this.running;
  }

  private show(question: Question, waiting: string | undefined): Promise<Answer> {
    return new Promise<Answer>((answered) => {
      const answer = (given: Answer) => {
        this.running = undefined;
        this.change(undefined);
        answered(given);
      };
      this.change({ question, waiting, answer });
    });
  }

  private change(asked: Asked | undefined): void {
    this.asked = asked;
    for (const listener of this.listeners) listener();
  }
}

export const gate = new Gate();
