import { Button, Tooltip, VisuallyHidden } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { pastWords } from './moment-words';
import { useShortcut } from './shortcuts';

export interface RefreshButtonProps {
  /** Whatever the last answer was: a new one starts the clock again. */
  of: unknown;
  fetching: boolean;
  refresh: () => void;
}

const TICK_MS = 4000;

/** How old is what one sees; a press, or `r`, asks again (L6). */
export function RefreshButton({ of, fetching, refresh }: RefreshButtonProps) {
  const [answer, setAnswer] = useState({ of, at: new Date() });
  const [now, setNow] = useState(() => new Date());
  if (answer.of !== of) {
    setAnswer({ of, at: new Date() });
    setNow(new Date());
  }
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  useShortcut('r', 'Refresh', refresh);
  return (
    <Tooltip label="Refresh">
      <Button
        variant="subtle"
        color="gray"
        loading={fetching}
        leftSection={<IconRefresh size={16} stroke={1.75} aria-hidden />}
        onClick={refresh}
      >
        <VisuallyHidden>Refresh, loaded </VisuallyHidden>
        {ageWords(answer.at, now)}
      </Button>
    </Tooltip>
  );
}

function ageWords(at: Date, now: Date): string {
  const seconds = Math.round((now.getTime() - at.getTime()) / 1000);
  if (seconds < TICK_MS / 1000) return 'just now';
  return seconds < 60 ? `${seconds} s ago` : pastWords(at, now);
}
