import { Title } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Policy } from './account-changes';
import './account.css';

/** What the cards get. */
export interface CardProps {
  readonly policy: Policy;
  readonly set: (some: Partial<Policy>) => void;
  readonly mistakes: Record<string, string>;
}

/** Settings that belong together. */
export function Card({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="account-card" aria-label={title}>
      <Title order={2}>{title}</Title>
      {children}
    </section>
  );
}
