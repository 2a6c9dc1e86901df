import { Radio, Text, Textarea, TextInput } from '@mantine/core';
import { useCan, useViewer } from '../../api/viewer';
import { PersonSelect } from '../../parts/person-select';
import type { Owner, Patch, TokenDraft } from './draft';
import type { Mistakes } from './mistakes';

export interface FieldsProps {
  draft: TokenDraft;
  patch: Patch;
  mistakes: Mistakes;
}

/** Name and description. */
export function NameFields({ draft, patch, mistakes }: FieldsProps) {
  return (
    <div className="token-pair">
      <TextInput
        label="Name"
        required
        maxLength={200}
        autoComplete="off"
        value={draft.name}
        onChange={({ currentTarget }) => patch({ name: currentTarget.value })}
        error={mistakes.name}
      />
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
  const service = draft.owner.kind === 'SERVICE';
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
          description={service ? "A service account can't log in, so it can't own one." : 'Only logs in, must expire.'}
          disabled={service}
        />
      </div>
    </Radio.Group>
  );
}

/** Whose it will be. Somebody else's only with the right to manage all tokens (T10). */
export function OwnerField({ draft, patch, mistakes }: FieldsProps) {
  const others = useCan('api-tokens:manage');
  const { user } = useViewer();
  if (!others) return <Shown label="Owner" text={draft.owner.displayName} error={mistakes.owner} />;
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
