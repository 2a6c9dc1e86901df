import { Loader } from '@mantine/core';
import { IconBan, IconCircleCheck, IconClockExclamation, IconPlayerPause, type TablerIcon } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import './status-pill.css';

export type Tone = 'good' | 'quiet' | 'soon' | 'bad';

export interface PillProps {
  tone: Tone;
  icon?: TablerIcon;
  /** While a change of it is on its way. */
  busy?: boolean;
  children: ReactNode;
}

/** A state: icon, word and tint, so that it is clear without colours. */
export function Pill({ tone, icon: Icon, busy = false, children }: PillProps) {
  return (
    <span className="pill" data-tone={tone} aria-busy={busy || undefined}>
      {busy ? <Loader size={12} color="currentColor" /> : Icon && <Icon size={14} stroke={1.75} aria-hidden />}
      {children}
    </span>
  );
}

export type TokenStatus = 'ACTIVE' | 'DISABLED' | 'EXPIRED' | 'REVOKED';

const STATUSES: Record<TokenStatus, { tone: Tone; icon: TablerIcon; word: string }> = {
  ACTIVE: { tone: 'good', icon: IconCircleCheck, word: 'Active' },
  DISABLED: { tone: 'quiet', icon: IconPlayerPause, word: 'Disabled' },
  EXPIRED: { tone: 'soon', icon: IconClockExclamation, word: 'Expired' },
  REVOKED: { tone: 'bad', icon: IconBan, word: 'Revoked' },
};

/** The word of a status, for sentences and filters. */
export const statusWord = (status: TokenStatus): string => STATUSES[status].word;

/** The status of a token. */
export function StatusPill({ status, busy }: { status: TokenStatus; busy?: boolean }) {
  const { tone, icon, word } = STATUSES[status];
  return (
    <Pill tone={tone} icon={icon} busy={busy}>
      {word}
    </Pill>
  );
}

/** Whether a user, or anything else with a switch, is on. */
export function EnabledPill({ enabled, busy }: { enabled: boolean; busy?: boolean }) {
  return (
    <Pill tone={enabled ? 'good' : 'quiet'} icon={enabled ? IconCircleCheck : IconPlayerPause} busy={busy}>
      {enabled ? 'Enabled' : 'Disabled'}
    </Pill>
  );
}
