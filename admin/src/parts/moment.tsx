import { Tooltip } from '@mantine/core';
import { useSyncExternalStore } from 'react';
import { exactly, expiryWords, isSoon, pastWords } from './moment-words';
import './moment.css';

const TICK_MS = 30_000;

/** Half a minute is near enough for "3 min ago"; one timer serves the whole page. */
function subscribe(tick: () => void): () => void {
  const timer = setInterval(tick, TICK_MS);
  return () => clearInterval(timer);
}
const halfMinute = () => Math.floor(Date.now() / TICK_MS);

/** The present, near enough for words. */
export function useNow(): Date {
  useSyncExternalStore(subscribe, halfMinute);
  return new Date();
}

export interface MomentProps {
  /** An ISO date and time. */
  at: string;
  /** `expiry`: a time to come, amber in its last week. */
  kind?: 'past' | 'expiry';
}

/** A time in words; the exact one, here and in UTC, on hover and focus. */
export function Moment({ at, kind = 'past' }: MomentProps) {
  const now = useNow();
  const date = new Date(at);
  const words = kind === 'past' ? pastWords(date, now) : expiryWords(date, now);
  const soon = kind === 'expiry' && isSoon(date, now);
  return (
    <Tooltip label={exactly(date)} multiline>
      {/* The exact time has to be within reach of the keyboard: WCAG 2.2, 2.1.1. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <time dateTime={at} tabIndex={0} className="moment" data-soon={soon || undefined}>
        {words}
      </time>
    </Tooltip>
  );
}
