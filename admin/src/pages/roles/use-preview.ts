import { useEffect, useMemo, useState } from 'react';
import { useQuery } from 'urql';
import { type Problem, problemOf } from '../../api/problem';
import { type Preview, PREVIEW } from './documents';

const AFTER_MS = 400;

/** What saving would take and give. `stale`: the answer is on its way for what is ticked now. */
export interface Impact {
  readonly preview: Preview | undefined;
  readonly stale: boolean;
  readonly problem: Problem | undefined;
  readonly again: () => void;
}

/** Asks 400 ms after the last tick, and only while something is changed (R8). */
export function usePreview(id: string, permissions: ReadonlySet<string>, changed: boolean): Impact {
  const wanted = useMemo(() => [...permissions].sort(), [permissions]);
  const [asked, setAsked] = useState(wanted);
  useEffect(() => {
    const timer = setTimeout(() => setAsked(wanted), AFTER_MS);
    return () => clearTimeout(timer);
  }, [wanted]);
  const variables = useMemo(() => ({ input: { id, permissions: asked } }), [id, asked]);
  const [{ data, fetching, error, operation }, ask] = useQuery({
    query: PREVIEW,
    variables,
    pause: !changed,
    requestPolicy: 'network-only',
  });
  const answered = operation?.variables.input.permissions?.join(' ') === wanted.join(' ') && !fetching;
  return {
    preview: changed ? data?.previewRoleChange : undefined,
    stale: changed && !answered,
    problem: changed && answered ? problemOf(error) : undefined,
    again: () => ask({ requestPolicy: 'network-only' }),
  };
}
