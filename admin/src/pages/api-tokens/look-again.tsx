import { Button } from '@mantine/core';
import { refetch } from '../../api/freshness';
import type { Problem } from '../../api/problem';

/** The way out when somebody else changed the token since it was shown. */
export function LookAgain({ problem, close }: { problem: Problem | undefined; close: () => void }) {
  if (problem?.code !== 'CONFLICT') return null;
  return (
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
  );
}
