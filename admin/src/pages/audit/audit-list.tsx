import { ActionIcon, Tooltip } from '@mantine/core';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { useId, useState } from 'react';
import { CopyInline } from '../../parts/copy';
import { Moment } from '../../parts/moment';
import { AuditChanges } from './audit-changes';
import type { AuditEvent } from './audit-documents';
import { AuditSentence, sentenceText } from './audit-sentence';
import './audit.css';

/** Events as sentences, newest first; each opens what it changed. */
export function AuditList({ events, label }: { events: readonly AuditEvent[]; label: string }) {
  return (
    <ol className="audit-list" aria-label={label}>
      {events.map((event) => (
        <AuditRow key={event.id} event={event} />
      ))}
    </ol>
  );
}

function AuditRow({ event }: { event: AuditEvent }) {
  const [open, setOpen] = useState(false);
  const id = useId();
  const Icon = open ? IconChevronDown : IconChevronRight;
  return (
    <li className="audit-row" data-bad={event.action === 'session.refused' || undefined}>
      <ActionIcon
        variant="subtle"
        color="gray"
        size={28}
        onClick={() => setOpen(!open)}
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        aria-label={`Details: ${sentenceText(event)}`}
      >
        <Icon size={16} stroke={1.75} />
      </ActionIcon>
      <span className="audit-time">
        <Moment at={event.at} />
      </span>
      <span className="audit-sentence">
        <AuditSentence event={event} />
      </span>
      {event.address && <span className="audit-address mono">{event.address}</span>}
      {open && (
        <div id={id} className="audit-details">
          <AuditChanges changes={event.changes} />
          <Details event={event} />
        </div>
      )}
    </li>
  );
}

const CREDENTIALS: Partial<Record<string, string>> = {
  'log-in': 'a log-in',
  exchange: 'a session of an access token',
  'api-token': 'an API token',
};

function Details({ event: { action, credential, actorTokenName, targetId, id } }: { event: AuditEvent }) {
  return (
    <dl className="audit-facts">
      <div>
        <dt>Action</dt>
        <dd className="mono">{action}</dd>
      </div>
      {credential && (
        <div>
          <dt>Credential</dt>
          <dd>
            {CREDENTIALS[credential] ?? credential}
            {actorTokenName && `, ${actorTokenName}`}
          </dd>
        </div>
      )}
      {targetId && (
        <div>
          <dt>Target id</dt>
          <dd>
            <CopyInline label="target id" text={targetId} />
          </dd>
        </div>
      )}
      <div>
        <dt>Entry</dt>
        <dd>
          <Tooltip label="The id of this entry, as in the export">
            <span>
              <CopyInline label="entry id" text={id} />
            </span>
          </Tooltip>
        </dd>
      </div>
    </dl>
  );
}
