import { Paper, Title } from '@mantine/core';
import { type ReactNode, useEffect } from 'react';
import icon from '../theme/icon.svg';
import './card.css';

/** The page of whoever isn't logged in: one card with one thing to do. */
export function Card({ title, children }: { title: string; children: ReactNode }) {
  useEffect(() => void (document.title = `${title} · Scopegate`), [title]);
  return (
    <main className="card-page">
      <div className="card-brand">
        <img src={icon} alt="" width={32} height={32} />
        Scopegate
      </div>
      <Paper className="card" withBorder>
        <Title order={1} mb="md">
          {title}
        </Title>
        {children}
      </Paper>
    </main>
  );
}
