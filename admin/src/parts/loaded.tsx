import { Skeleton, Stack, VisuallyHidden } from '@mantine/core';
import type { ReactNode } from 'react';
import type { UseQueryResponse } from 'urql';
import { problemOf } from '../api/problem';
import { EmptyState } from './empty-state';
import { Page } from './page';
import { ProblemNote } from './problem-note';
import { TryAgain } from './try-again';
import './loaded.css';

export interface LoadedProps<Data> {
  /** What useQuery gave. */
  of: Pick<UseQueryResponse<Data>, 0 | 1>;
  /** Lines of the skeleton, about as many as will come. */
  lines?: number;
  /** Where the children are a whole page: its title until they are here. */
  page?: string;
  children: (data: Data) => ReactNode;
}

/** What a query answered; until then its outline, and why when there is no answer. A failed refresh keeps what was there. */
export function Loaded<Data>({ of: { 0: state, 1: ask }, lines = 5, page, children }: LoadedProps<Data>) {
  const problem = problemOf(state.error);
  const again = () => ask({ requestPolicy: 'network-only' });
  if (state.data === undefined || state.data === null) {
    const failed = problem && !state.fetching;
    const instead = failed ? <EmptyState kind="failed" {...{ problem, again }} /> : <Outline lines={lines} />;
    return page === undefined ? instead : <Page title={page}>{instead}</Page>;
  }
  return (
    <>
      {problem && (
        <ProblemNote problem={problem}>
          <TryAgain again={again} />
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
