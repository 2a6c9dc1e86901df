import { Radio, Text, Textarea } from '@mantine/core';
import { useCan, useOwnLogIn, useViewer } from '../../api/viewer';
import { PersonSelect } from '../../parts/person-select';
import type { Owner, Patch, TokenDraft } from './draft';
import type { Mistakes } from './mistakes';
import { OneName, SeveralNames } from './name-fields';

export interface FieldsProps {
  draft: TokenDraft;
  patch: Patch;
  mistakes: Mistakes;
}

/** Name and description; `severalOpen`: whether there may be several names. */
export function NameFields({ draft, patch, mistakes, severalOpen }: FieldsProps & { severalOpen: boolean }) {
  return (
    <div className="token-pair">
      {draft.several ? (
        <SeveralNames {...{ draft, patch, mistakes }} />
      ) : (
        <OneName {...{ draft, patch, mistakes, severalOpen }} />
      )}
      <Textarea
        label="Description"
        autosize
        minRows={1}
        maxRows={6}
        value={draft.description}
        onChange={({ currentTarget }) => patch({ description: currentTarget.value })}
        error={mistakes.description}
      />
    </div>
  );
}

/** What can't be changed later: kind and owner (T3). */
export function KindField({ draft, patch, mistakes }: FieldsProps) {
  const own = useOwnLogIn();
  const refusal = own ? refusalOfAccess(draft.owner) : 'With an access token only API tokens can be made.';
  return (
    <Radio.Group
      label="Kind"
      value={draft.kind}
      // The radios below are the only values.
      onChange={(kind) => patch({ kind: kind as TokenDraft['kind'] })}
      error={mistakes.kind}
    >
      <div className="token-pair token-choices">
        <Radio value="API" label="API token" description="Sent with every call." />
        <Radio
          value="ACCESS"
          label="Access token"
          description={refusal ?? 'Only logs in, must expire.'}
          disabled={refusal !== undefined}
        />
      </div>
    </Radio.Group>
  );
}

/** Why this owner can have no access token (T2). */
const refusalOfAccess = ({ kind }: Owner): string | undefined =>
  kind === 'SERVICE' ? "A service account can't log in, so it can't own one." : undefined;

/** Whose it will be. Somebody else's only with the right to manage all tokens, in a log-in of one's own (T10, P6). */
export function OwnerField({ draft, patch, mistakes }: FieldsProps) {
  const [others, own] = [useCan('api-tokens:manage'), useOwnLogIn()];
  const { user } = useViewer();
  if (!others || !own) return <Shown label="Owner" text={draft.owner.displayName} error={mistakes.owner} />;
  return (
    <PersonSelect
      label="Owner"
      value={draft.owner}
      onChange={(owner) => owner && patch(ownedBy(owner, draft, user.id))}
      error={mistakes.owner}
    />
  );
}

/** A service account has no access token (T2), and a secret that the person isn't alone to see is for CUSTOM only (T10). */
const ownedBy = (owner: Owner, { kind, access }: TokenDraft, viewerId: string): Partial<TokenDraft> => ({
  owner,
  kind: owner.kind === 'SERVICE' ? 'API' : kind,
  access: owner.kind === 'PERSON' && owner.id !== viewerId ? 'CUSTOM' : access,
});

/** A field that stays as it is; what stands against its value is told all the same. */
export function Shown({ label, text, error }: { label: string; text: string; error?: string }) {
  return (
    <div>
      <Text size="sm" fw={500}>
        {label}
      </Text>
      <Text>{text}</Text>
      {error && (
        <Text size="xs" c="red" role="alert">
          {error}
        </Text>
      )}
    </div>
  );
}
