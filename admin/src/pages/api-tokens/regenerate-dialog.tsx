import { Select, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { type Change, useChange } from '../../api/change';
import { type Problem, mistakesByField } from '../../api/problem';
import { useViewer } from '../../api/viewer';
import { ConfirmDialog } from '../../parts/confirm-dialog';
import { type Expiry, expiryInput, firstExpiry } from '../token-form/lifetime';
import { EndField } from './end-field';
import { REGENERATE, REGENERATE_SEVERAL, type TokenRow } from './documents';
import type { TokenDialogProps } from './dialog-props';
import { meantWords } from './meant';
import { firstOverlap, lastUseWords, overlapChoices, overlapInput, STOP_NOW } from './overlap';
import { WayOut } from './refusal';
import { SecretDialog } from './secret-dialog';
import type { ShownSecret } from './secret-use';

interface Request {
  readonly overlap: string;
  readonly expiry: Expiry;
  readonly name: string;
}

/** New secrets for tokens (C2), then the dialog that shows them. */
export function RegenerateDialog({ meant, deselect, done, close }: TokenDialogProps) {
  const { account } = useViewer();
  const { tokens } = meant;
  const only = onlyOf(tokens);
  const [request, setRequest] = useState<Request>(() => ({
    overlap: firstOverlap(tokens, account.maxOverlap, new Date()),
    expiry: tokens.some(({ status }) => status === 'EXPIRED') ? firstExpiry(account) : { choice: 'keep' },
    name: only?.name ?? '',
  }));
  const { run, busy, problem, forget, secrets } = useRegenerate(tokens);
  const atField = Object.keys(mistakesByField(problem)).length > 0;

  if (secrets) return <SecretDialog happened="regenerated" secrets={secrets} onDone={done} />;
  return (
    <ConfirmDialog
      title={`Regenerate ${meantWords(meant)}`}
      action={only ? 'Regenerate secret' : `Regenerate ${tokens.length} secrets`}
      destructive={false}
      busy={busy}
      disabled={only && request.name.trim() === ''}
      problem={atField ? undefined : problem}
      wayOut={problem && <WayOut {...{ problem, meant, close }} deselect={(ids) => (forget(), deselect(ids))} />}
      onConfirm={() => void run(request)}
      onClose={close}
    >
      <Fields {...{ tokens, request, problem }} change={(part) => setRequest({ ...request, ...part })} />
    </ConfirmDialog>
  );
}

const onlyOf = (tokens: readonly TokenRow[]): TokenRow | undefined => (tokens.length === 1 ? tokens[0] : undefined);

interface FieldsProps {
  tokens: readonly TokenRow[];
  request: Request;
  problem: Problem | undefined;
  change: (part: Partial<Request>) => void;
}

function Fields({ tokens, request, problem, change }: FieldsProps) {
  const { account } = useViewer();
  const [now] = useState(() => new Date());
  const only = onlyOf(tokens);
  const mistakes = mistakesByField(problem);
  return (
    <>
      <Text>
        {lastUseWords(tokens, now)} {only ? 'Everything but the secret stays.' : 'Everything but the secrets stays.'}
      </Text>
      <Select
        label={only ? 'Keep the old secret working for' : 'Keep the old secrets working for'}
        data={overlapChoices(tokens, account.maxOverlap, now)}
        value={request.overlap}
        onChange={(value) => change({ overlap: value ?? STOP_NOW })}
        allowDeselect={false}
        error={mistakes.overlap}
        data-autofocus
      />
      <EndField
        expiry={request.expiry}
        onChange={(expiry) => change({ expiry })}
        tokens={tokens}
        error={mistakes.expiresAt ?? mistakes.lifetime}
        outsidePolicy={problem?.code === 'POLICY_VIOLATION'}
      />
      {only && (
        <TextInput
          label="Name"
          value={request.name}
          onChange={({ currentTarget }) => change({ name: currentTarget.value })}
          error={nameMistake(problem, only, request.name) ?? mistakes.name}
        />
      )}
    </>
  );
}

function nameMistake(problem: Problem | undefined, { owner }: TokenRow, name: string): string | undefined {
  if (problem?.code !== 'NAME_TAKEN') return undefined;
  return `${owner.displayName} already has '${name.trim()}', perhaps revoked. Choose another name.`;
}

interface Regeneration extends Pick<Change<unknown, never>, 'busy' | 'problem' | 'forget'> {
  readonly run: (request: Request) => Promise<void>;
  readonly secrets: readonly ShownSecret[] | undefined;
}

/** One token may get a new name with it; several are renewed all or none. */
function useRegenerate(tokens: readonly TokenRow[]): Regeneration {
  const one = useChange(REGENERATE);
  const several = useChange(REGENERATE_SEVERAL);
  const [secrets, setSecrets] = useState<readonly ShownSecret[]>();
  const only = onlyOf(tokens);

  async function run({ overlap, expiry, name }: Request) {
    const input = { ...expiryInput(expiry), overlap: overlapInput(overlap) };
    if (only) {
      const renamed = name.trim() === only.name ? undefined : name.trim();
      const { data } = await one.run(
        { input: { ...input, id: only.id, name: renamed } },
        { waiting: `regenerate ${only.name}` },
      );
      if (data) setSecrets([shown(data.regenerateApiToken)]);
      return;
    }
    const ids = tokens.map(({ id }) => id);
    const { data } = await several.run({ input: { ...input, ids } }, { waiting: `regenerate ${ids.length} tokens` });
    if (data) setSecrets(data.regenerateApiTokens.secrets.map(shown));
  }
  const { busy, problem, forget } = only ? one : several;
  return { run, busy, problem, forget, secrets };
}

const shown = ({ secret, apiToken }: { secret: string; apiToken: { name: string } }): ShownSecret => ({
  secret,
  name: apiToken.name,
});
