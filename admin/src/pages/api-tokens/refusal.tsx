import { Button, Group, Text } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useClient } from 'urql';
import { refetch } from '../../api/freshness';
import type { Problem } from '../../api/problem';
import { countWords, numberWords, totalWords } from '../../parts/count-words';
import { TOKEN_COUNT } from './documents';
import type { Meant, TokenFilter } from './meant';

export interface WayOutProps {
  problem: Problem;
  meant: Meant;
  /** Takes tokens out of what is meant, and out of the selection. */
  deselect: (ids: readonly string[]) => void;
  close: () => void;
}

/** Behind a change of several that was refused: which tokens stand against it, and what to do (C6). */
export function WayOut({ problem, meant, deselect, close }: WayOutProps) {
  const { target } = meant;
  if ('ids' in target) return <Named {...{ problem, meant, deselect }} />;
  if (problem.code !== 'CONFLICT' || problem.ids.length > 0) return <Named {...{ problem, meant, deselect }} />;
  return <CountNow filter={target.filter} seen={target.expectedCount} close={close} />;
}

function Named({ problem, meant, deselect }: Omit<WayOutProps, 'close'>) {
  const { ids } = problem;
  if (ids.length === 0 || meant.count < 2) return null;
  const names = ids.flatMap((id) => meant.tokens.find((token) => token.id === id)?.name ?? []);
  const others = ids.length - names.length;
  const more = others > 0 ? [countWords(others, names.length > 0 ? 'other token' : 'token')] : [];
  const canDeselect = 'ids' in meant.target && ids.length < meant.count;
  return (
    <Group justify="space-between" gap="xs">
      <Text size="sm">It is about {new Intl.ListFormat('en').format([...names, ...more])}.</Text>
      {canDeselect && (
        <Button size="xs" variant="default" onClick={() => deselect(ids)}>
          {ids.length === 1 ? 'Deselect it' : 'Deselect them'}
        </Button>
      )}
    </Group>
  );
}

function CountNow({ filter, seen, close }: { filter: TokenFilter; seen: number; close: () => void }) {
  const client = useClient();
  const [now, setNow] = useState<string>();
  useEffect(() => {
    const asked = client.query(TOKEN_COUNT, { filter }, { requestPolicy: 'network-only' }).toPromise();
    void asked.then(({ data }) => data && setNow(totalWords(data.apiTokens)));
  }, [client, filter]);
  return (
    <Group justify="space-between" gap="xs">
      <Text size="sm">{now && `Now ${now} match, not ${numberWords(seen)}.`}</Text>
      <Button
        size="xs"
        variant="default"
        onClick={() => {
          refetch();
          close();
        }}
      >
        Look again
      </Button>
    </Group>
  );
}
