import { Tooltip } from '@mantine/core';
import { IconClockExclamation } from '@tabler/icons-react';
import { createContext, type ReactNode, use, useEffect, useState } from 'react';
import { exactWords, expiryWords, isSoon, pastWords } from './moment-words';
import './moment.css';

/** False inside the rows of a table that don't have the focus: not each of a hundred times is a stop of Tab. */
export const TabStops = createContext(true);

/** The present, moving on each half minute so that "4 min ago" stays true. */
function useNow(): Date {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), 30_000);
    return () => clearInterval(timer);
  }, []);
  return now;
}

interface ExactProps {
  at: Date;
  className?: string;
  children: ReactNode;
}

/** Words, and the exact time by hover, focus and touch. */
function Exact({ at, className, children }: ExactProps) {
  const stops = use(TabStops);
  return (
    <Tooltip label={exactWords(at)}>
      {/* Focusable for the tooltip's sake: keyboards have no hover. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <time dateTime={at.toISOString()} className={className} tabIndex={stops ? 0 : -1}>
        {children}
      </time>
    </Tooltip>
  );
}

export interface MomentProps {
  /** As the API sends it. */
  at: string | null | undefined;
  /** Instead of a time that isn't there. */
  none?: string;
}

/** Something that was. `<Moment at={lastUsedAt} none="never used" />` */
export function Moment({ at, none = 'never' }: MomentProps) {
  const now = useNow();
  if (!at) return <span className="moment-none">{none}</span>;
  const date = new Date(at);
  return <Exact at={date}>{pastWords(date, now)}</Exact>;
}

/** When something ends; amber with a clock within a week. Null: no expiry. */
export function Expiry({ at }: { at: string | null | undefined }) {
  const now = useNow();
  if (!at) return <span className="moment-none">{expiryWords(null)}</span>;
  const date = new Date(at);
  const soon = isSoon(date, now);
  return (
    <Exact at={date} className={soon ? 'moment-soon' : undefined}>
      {soon && <IconClockExclamation size={14} stroke={1.75} aria-label="soon:" role="img" />}
      {expiryWords(date, now)}
    </Exact>
  );
}
