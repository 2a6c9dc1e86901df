import { Button, Skeleton, Stack, VisuallyHidden } from '@mantine/core';
import type { ReactNode } from 'react';
import type { UseQueryResponse } from 'urql';
import { problemOf } from '../api/problem';
import { EmptyState } from './empty-state';
import { ProblemNote } from './problem-note';
import './loaded.css';

export interface LoadedProps<Data> {
  /** What useQuery gave. */
  of: Pick<UseQueryResponse<Data>, 0 | 1>;
  /** Lines of the skeleton, about as many as will come. */
  lines?: number;
  children: (data: Data) => ReactNode;
}

/** What a query answered; until then its outline, and why when there is no answer. A failed refresh keeps what was there. */
export function Loaded<Data>({ of: { 0: state, 1: ask }, lines = 5, children }: LoadedProps<Data>) {
  const problem = problemOf(state.error);
  const again = () => ask({ requestPolicy: 'network-only' });
  if (state.data === undefined || state.data === null) {
    return problem && !state.fetching ? (
      <EmptyState kind="failed" {...{ problem, again }} />
    ) : (
      <Outline lines={lines} />
    );
  }
  return (
    <>
      {problem && (
        <ProblemNote problem={problem}>
          <Button size="xs" variant="default" onClick={again}>
            Try again
          </Button>
        </ProblemNote>
      )}
      {children(state.data)}
    </>
  );
}

/** Grey lines in place of what is on its way. */
export function Outline({ lines }: { lines: number }) {
  return (
    <Stack gap={8} className="loaded-waiting" role="status">
      <VisuallyHidden>Loading</VisuallyHidden>
      {Array.from({ length: lines }, (_, line) => (
        <Skeleton key={line} height={36} />
      ))}
    </Stack>
  );
}
