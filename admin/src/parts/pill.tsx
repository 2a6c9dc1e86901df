import type { TablerIcon } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import './pill.css';

/** good: in force; quiet: switched off; soon: ends or has ended by time; bad: ended on purpose. */
export type Tone = 'good' | 'quiet' | 'soon' | 'bad';

/** A state: icon, word and tint, so that it is understood without colour. */
export function Pill({ tone, icon: Icon, children }: { tone: Tone; icon: TablerIcon; children: ReactNode }) {
  return (
    <span className="pill" data-tone={tone}>
      <Icon size={14} stroke={1.75} aria-hidden />
      {children}
    </span>
  );
}
