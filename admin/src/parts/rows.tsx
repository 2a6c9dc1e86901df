import { Anchor } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import './rows.css';

export interface Row {
  readonly id: string;
  readonly href: string;
  readonly name: string;
  /** Beside the name: a state. */
  readonly beside?: ReactNode;
  readonly text?: string;
  /** On the right. */
  readonly facts?: ReactNode;
}

/** A short list that is here as a whole: each row a name that leads to its page, a line about it, and facts. */
export function Rows({ label, rows }: { label: string; rows: readonly Row[] }) {
  return (
    <ul className="rows" aria-label={label}>
      {rows.map(({ id, href, name, beside, text, facts }) => (
        <li key={id} className="row">
          <div>
            <div className="row-name">
              <Anchor component={Link} href={href} fw={500} c="inherit">
                {name}
              </Anchor>
              {beside}
            </div>
            {text && <div className="row-text">{text}</div>}
          </div>
          {facts && <div className="row-facts">{facts}</div>}
        </li>
      ))}
    </ul>
  );
}
