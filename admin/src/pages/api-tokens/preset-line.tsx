import { Button, Text } from '@mantine/core';
import { useState } from 'react';
import { useChange } from '../../api/change';
import { ConfirmDialog } from '../../parts/confirm-dialog';
import { ScopeChip } from '../../parts/scope-chip';
import { toast } from '../../parts/toast';
import { LookAgain } from './look-again';
import { useTokenRights } from './rights';
import { type TokenDetails, UPDATE } from './token-document';

interface PresetProps {
  token: TokenDetails;
  preset: NonNullable<TokenDetails['preset']>;
}

interface Difference {
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

function differenceOf({ token, preset }: PresetProps): Difference {
  return {
    added: preset.scopes.filter((scope) => !token.scopes.includes(scope)),
    removed: token.scopes.filter((scope) => !preset.scopes.includes(scope)),
  };
}

/** Where the list of scopes came from; when the preset was changed since, a way to take that over (T5). */
export function PresetLine({ token, preset }: PresetProps) {
  const { manages } = useTokenRights();
  const [applying, setApplying] = useState(false);
  const difference = differenceOf({ token, preset });
  const changed = difference.added.length + difference.removed.length > 0;
  return (
    <>
      {preset.name}
      {changed && <span className="token-quiet"> (changed since)</span>}
      {changed && manages(token) && (
        <Button variant="subtle" size="compact-sm" ml={4} onClick={() => setApplying(true)}>
          Apply anew
        </Button>
      )}
      {applying && <ApplyDialog {...{ token, preset, difference }} close={() => setApplying(false)} />}
    </>
  );
}

function ApplyDialog({
  token,
  preset,
  difference,
  close,
}: PresetProps & { difference: Difference; close: () => void }) {
  const { run, busy, problem } = useChange(UPDATE);
  async function apply() {
    const input = { id: token.id, presetId: preset.id, expectedUpdatedAt: token.updatedAt };
    const { data } = await run({ input }, { waiting: `change the scopes of ${token.name}` });
    if (!data) return;
    close();
    toast(`${token.name} has the scopes of ${preset.name} now.`);
  }
  return (
    <ConfirmDialog
      title={`Apply ${preset.name} anew to ${token.name}?`}
      action="Apply preset"
      destructive={false}
      busy={busy}
      problem={problem}
      wayOut={<LookAgain problem={problem} close={close} />}
      onConfirm={() => void apply()}
      onClose={close}
    >
      <Text>The preset was changed since. The token's scopes become these:</Text>
      <div className="token-scopes">
        {difference.added.map((scope) => (
          <ScopeChip key={scope} scope={scope} state="added" />
        ))}
        {difference.removed.map((scope) => (
          <ScopeChip key={scope} scope={scope} state="removed" />
        ))}
      </div>
    </ConfirmDialog>
  );
}
