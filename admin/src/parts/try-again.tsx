import { Button } from '@mantine/core';

/** The way out of a failed load. */
export function TryAgain({ again }: { again: () => void }) {
  return (
    <Button variant="default" size="compact-sm" onClick={again}>
      Try again
    </Button>
  );
}
