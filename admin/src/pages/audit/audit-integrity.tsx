import { ActionIcon, Loader, Tooltip } from '@mantine/core';
import { IconAlertTriangle, IconLockCheck, IconRefresh } from '@tabler/icons-react';
import { useQuery } from 'urql';
import { problemOf } from '../../api/problem';
import { countWords } from '../../parts/count-words';
import { Moment } from '../../parts/moment';
import { AUDIT_INTEGRITY, type AuditIntegrity } from './audit-documents';
import { sentenceText } from './audit-sentence';
import './audit.css';

/** Whether the chain of seals holds (A2). The server goes through all of it, so it is asked once and then on demand. */
export function IntegrityStrip() {
  const [{ data, fetching, error }, ask] = useQuery({ query: AUDIT_INTEGRITY, requestPolicy: 'cache-first' });
  const found = data?.auditIntegrity;
  const problem = problemOf(error);
  return (
    <div className="audit-strip" role="status" data-broken={found?.firstBreak ? true : undefined}>
      {found ? <Found integrity={found} /> : <span>{problem?.message ?? 'Checking the chain of seals…'}</span>}
      <Tooltip label="Check again">
        <ActionIcon
          variant="subtle"
          color="gray"
          size={28}
          onClick={() => ask({ requestPolicy: 'network-only' })}
          aria-label="Check the seals again"
          disabled={fetching}
        >
          {fetching ? <Loader size={14} /> : <IconRefresh size={16} stroke={1.75} />}
        </ActionIcon>
      </Tooltip>
    </div>
  );
}

function Found({ integrity: { entries, sealedUntil, firstBreak } }: { integrity: AuditIntegrity }) {
  if (!firstBreak) {
    return (
      <>
        <IconLockCheck size={18} stroke={1.75} color="var(--sg-good)" aria-hidden />
        <span>
          {countWords(entries, 'entry', 'entries')},{' '}
          {sealedUntil ? (
            <>
              sealed until <Moment at={sealedUntil} />, no break
            </>
          ) : (
            'none sealed yet'
          )}
        </span>
      </>
    );
  }
  return (
    <>
      <IconAlertTriangle size={18} stroke={1.75} aria-hidden />
      <b>
        The chain is broken at the entry of <Moment at={firstBreak.at} />
      </b>
      <span>
        {firstBreak.action === 'audit-event.missing'
          ? 'An entry is gone.'
          : `It was changed or put in: ${sentenceText(firstBreak)}.`}{' '}
        Compare it with an export or a backup.
      </span>
    </>
  );
}
