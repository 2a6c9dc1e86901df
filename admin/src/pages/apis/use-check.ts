import { useState } from 'react';
import { useClient } from 'urql';
import type { VariablesOf } from '../../api/graphql';
import { type Problem, problemOf } from '../../api/problem';
import { type Impact, PREVIEW } from './api-documents';

export type RegisterInput = VariablesOf<typeof PREVIEW>['input'];

/** What was found for an input; it counts only while the input is still the same. */
interface Finding {
  readonly of: string;
  readonly impact?: Impact;
  readonly problem?: Problem;
}

export interface Check {
  readonly impact: Impact | undefined;
  readonly problem: Problem | undefined;
  /** The input has changed since. */
  readonly stale: boolean;
  readonly busy: boolean;
  readonly run: () => void;
}

/** Asks what registering would change. Nothing is written. */
export function useCheck(input: RegisterInput): Check {
  const client = useClient();
  const [found, setFound] = useState<Finding>();
  const [busy, setBusy] = useState(false);
  const of = JSON.stringify(input);
  async function run() {
    setBusy(true);
    const { data, error } = await client.query(PREVIEW, { input }, { requestPolicy: 'network-only' }).toPromise();
    setFound({ of, impact: data?.previewApiChange, problem: problemOf(error) });
    setBusy(false);
  }
  return {
    impact: found?.impact,
    problem: found?.problem,
    stale: found !== undefined && found.of !== of,
    busy,
    run: () => void run(),
  };
}
