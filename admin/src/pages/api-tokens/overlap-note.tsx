import { Alert, Button, Text } from '@mantine/core';
import { IconInfoCircle } from '@tabler/icons-react';
import { useState } from 'react';
import { useChange } from '../../api/change';
import { ConfirmDialog } from '../../parts/confirm-dialog';
import { Expiry, Moment } from '../../parts/moment';
import { pastWords } from '../../parts/moment-words';
import { toast } from '../../parts/toast';
import { useTokenRights } from './rights';
import { END_OVERLAP, type TokenDetails } from './token-document';

/** While the old secret of a regenerated token still works: until when, whether it is used, and how to end it (C2). */
export function OverlapNote({ token }: { token: TokenDetails }) {
  const { manages } = useTokenRights();
  const [ending, setEnding] = useState(false);
  const { overlap } = token;
  if (!overlap) return null;
  const { endsAt, lastUsedAt, lastUsedAddress, lastUsedClient } = overlap;
  const from = [lastUsedAddress, lastUsedClient].filter(Boolean).join(', ');
  return (
    <Alert className="token-note" data-tone="soon" icon={<IconInfoCircle size={18} stroke={1.75} />}>
      <div className="token-note-line">
        <span>
          The old secret works until <Expiry at={endsAt} />;{' '}
          {lastUsedAt ? (
            <>
              last used <Moment at={lastUsedAt} />
              {from && ` (${from})`}.
            </>
          ) : (
            'it was not used since.'
          )}
        </span>
        {manages(token) && (
          <Button variant="default" size="xs" onClick={() => setEnding(true)}>
            End now
          </Button>
        )}
      </div>
      {ending && <EndDialog token={token} close={() => setEnding(false)} />}
    </Alert>
  );
}

function EndDialog({ token: { id, name, overlap }, close }: { token: TokenDetails; close: () => void }) {
  const { run, busy, problem } = useChange(END_OVERLAP);
  async function end() {
    const { data } = await run({ input: { id } }, { waiting: `end the old secret of ${name}` });
    if (!data) return;
    close();
    toast(`The old secret of ${name} has ended.`);
  }
  const used = overlap?.lastUsedAt;
  return (
    <ConfirmDialog
      title={`End the old secret of ${name}?`}
      action="End old secret"
      busy={busy}
      problem={problem}
      onConfirm={() => void end()}
      onClose={close}
    >
      <Text>
        {used ? `It was used ${pastWords(new Date(used))}.` : 'It was not used since the new one was made.'} Calls with
        it are refused within a second. The new secret stays.
      </Text>
    </ConfirmDialog>
  );
}
