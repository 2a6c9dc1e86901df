import type { AnyVariables, Client, OperationResult, TypedDocumentNode } from '@urql/core';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useClient } from 'urql';
import { gate, type Question } from './gate';
import { graphql } from './graphql';
import { type Problem, problemOf } from './problem';
import { announce } from './tabs';

/** `cancelled`: the person closed the dialog that the change waited for; nothing was sent. */
export type Outcome<Data> =
  | { readonly data: Data; readonly problem?: undefined; readonly cancelled?: undefined }
  | { readonly problem: Problem; readonly data?: undefined; readonly cancelled?: undefined }
  | { readonly cancelled: true; readonly data?: undefined; readonly problem?: undefined };

export interface ChangeOptions {
  /** What it does, after "Enter your password to": `save role Support`. Given at the call when it names the thing. */
  readonly waiting?: string;
  /** Types whose lists it changes beyond those in its answer: a deletion's answer holds only ids. */
  readonly touches?: readonly string[];
  /** When nobody knows whether it arrived: what the next try does about it, where it does something. */
  readonly ifUnclear?: string;
  /** False for a log-in and a confirmation: what stands against them is an answer, not a reason to ask. */
  readonly guarded?: boolean;
  /** Sent without the session: by nobody, or by the token whose secret it is. */
  readonly as?: 'nobody' | { readonly secret: string };
  /** It holds the person's own password: UNAUTHENTICATED then means that this is wrong, unless the session has ended. */
  readonly ownPassword?: boolean;
}

export interface Change<Data, Variables> {
  /** Sends it, after the person confirmed what has to be. A second call while it runs joins the first. */
  readonly run: (variables: Variables, options?: Pick<ChangeOptions, 'waiting' | 'as'>) => Promise<Outcome<Data>>;
  readonly busy: boolean;
  readonly problem: Problem | undefined;
  readonly forget: () => void;
}

const QUESTIONS: Partial<Record<string, Question>> = {
  UNAUTHENTICATED: 'log-in',
  PASSWORD_CONFIRMATION_REQUIRED: 'confirm-password',
};

/** Changes that were refused for want of a log-in or password go on one after the other. */
let queue: Promise<unknown> = Promise.resolve();

/** Sends, asks the person what the server wants to know, and repeats: once for each question. */
async function send<Data, Variables extends AnyVariables>(
  client: Client,
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
  { waiting, touches = [], guarded = true, ownPassword = false, as, ifUnclear }: ChangeOptions,
): Promise<Outcome<Data>> {
  const once = () =>
    client
      .mutation(document, variables, { additionalTypenames: [...touches], ...(as && { fetchOptions: sentAs(as) }) })
      .toPromise() as Promise<OperationResult<Data>>;
  const first = await once();
  const problem = problemOf(first.error);
  if (ownPassword && problem?.code === 'UNAUTHENTICATED' && (await isLoggedIn(client))) {
    return { problem: { ...problem, code: 'WRONG_PASSWORD', message: "The password isn't right." } };
  }
  if (!guarded || !problem || !QUESTIONS[problem.code]) return outcomeOf(first, ifUnclear);
  const turn = queue.then(() => askAndRepeat(once, problem, { waiting, ifUnclear }));
  queue = turn.catch(() => undefined);
  return turn;
}

/** Never with the cookie: two credentials at once are refused. */
const sentAs = (as: NonNullable<ChangeOptions['as']>): RequestInit => ({
  credentials: 'omit',
  ...(as !== 'nobody' && { headers: { authorization: `Bearer ${as.secret}` } }),
});

const WHO = graphql(`
  query Who {
    viewer {
      id
    }
  }
`);

async function isLoggedIn(client: Client): Promise<boolean> {
  const context = { requestPolicy: 'network-only', loggedOutIsFine: true } as const;
  const { data } = await client.query(WHO, {}, context).toPromise();
  return Boolean(data?.viewer);
}

async function askAndRepeat<Data>(
  once: () => Promise<OperationResult<Data>>,
  refused: Problem,
  { waiting, ifUnclear }: Pick<ChangeOptions, 'waiting' | 'ifUnclear'>,
): Promise<Outcome<Data>> {
  const asked: Question[] = [];
  let problem: Problem | undefined = refused;
  for (;;) {
    const question: Question | undefined = problem && QUESTIONS[problem.code];
    // Twice: a session may end while the password is being asked for.
    if (!question || asked.filter((each) => each === question).length === 2) return { problem: problem ?? refused };
    asked.push(question);
    if ((await gate.ask(question, waiting)) !== 'done') return { cancelled: true };
    const again = await once();
    problem = problemOf(again.error);
    if (!problem || !QUESTIONS[problem.code]) return outcomeOf(again, ifUnclear);
  }
}

function outcomeOf<Data>({ data, error }: OperationResult<Data>, ifUnclear?: string): Outcome<Data> {
  const problem = problemOf(error);
  if (problem) return { problem: problem.outcomeUnknown ? withDoubt(problem, ifUnclear) : problem };
  return { data: data as Data }; // without an error there is an answer
}

/** The answer may have been lost on its way back. A browser that knows it is offline has sent nothing. */
function withDoubt(problem: Problem, next = 'look before you try again'): Problem {
  if (!navigator.onLine) return problem;
  const message = `${problem.message} Whether the change arrived isn't known: ${next}.`;
  return { ...problem, message };
}

/**
 * A mutation, safe to press: acts once however often it is clicked, waits for a log-in or the password without losing
 * anything, and tells the other tabs. The caller keeps its form until `data` is there.
 */
export function useChange<Data, Variables extends AnyVariables>(
  document: TypedDocumentNode<Data, Variables>,
  options: ChangeOptions = {},
): Change<Data, Variables> {
  const client = useClient();
  const running = useRef<Promise<Outcome<Data>> | undefined>(undefined);
  const [state, setState] = useState<{ busy: boolean; problem?: Problem }>({ busy: false });
  const latest = useRef(options);
  useEffect(() => void (latest.current = options));

  const run = useCallback(
    (variables: Variables, given: Pick<ChangeOptions, 'waiting' | 'as'> = {}) => {
      const start = async (): Promise<Outcome<Data>> => {
        setState({ busy: true });
        const outcome = await send(client, document, variables, { ...latest.current, ...given });
        running.current = undefined;
        setState({ busy: false, problem: outcome.problem });
        if (outcome.data) announce({ kind: 'changed' });
        return outcome;
      };
      return (running.current ??= start());
    },
    [client, document],
  );
  const forget = useCallback(() => setState(({ busy }) => ({ busy })), []);
  return { run, busy: state.busy, problem: state.problem, forget };
}
