import { Alert, Stack } from '@mantine/core';
import type { CatalogueState } from '../../parts/scope-tree/catalogue';
import { AccessField } from './access-field';
import { ExpiryField } from './expiry-field';
import type { Grant } from './grant';
import { type FieldsProps, KindField, NameFields, OwnerField, Shown } from './identity-fields';
import { MoreFields } from './more-fields';

interface TokenFieldsProps extends FieldsProps {
  grant: Grant;
  catalogue: CatalogueState;
  excess: readonly string[];
  /** What a link asked for in vain. */
  ignored?: readonly string[];
  /** The token that is edited, as it is. */
  editing?: { readonly expiresAt: string | null; readonly keepLabel: string };
  /** Whether the owner can be chosen here. */
  ownerOpen: boolean;
}

/** All that can be said of a token. */
export function TokenFields({
  grant,
  catalogue,
  excess,
  ignored = [],
  editing,
  ownerOpen,
  ...fields
}: TokenFieldsProps) {
  const { draft, patch, mistakes } = fields;
  return (
    <Stack gap="lg" className="token-fields">
      {ignored.length > 0 && (
        <Alert color="yellow" role="status">
          Left out of the link: {ignored.join(', ')}.
        </Alert>
      )}
      <NameFields {...fields} severalOpen={editing === undefined} />
      {editing ? (
        <div className="token-pair">
          <Shown label="Kind" text={draft.kind === 'API' ? 'API token' : 'Access token'} />
          <Shown label="Owner" text={draft.owner.displayName} error={mistakes.owner} />
        </div>
      ) : (
        <KindField {...fields} />
      )}
      <div className="token-pair">
        {ownerOpen && <OwnerField {...fields} />}
        {!ownerOpen && mistakes.owner && <Shown label="Owner" text={draft.owner.displayName} error={mistakes.owner} />}
        <ExpiryField
          value={draft.expiry}
          onChange={(expiry) => patch({ expiry })}
          kind={draft.kind}
          error={mistakes.expiry}
          keepLabel={editing?.keepLabel}
          kept={editing?.expiresAt}
        />
      </div>
      <AccessField
        draft={draft}
        patch={patch}
        grant={grant}
        catalogue={catalogue}
        excess={excess}
        errors={{ access: mistakes.access, scopes: mistakes.scopes }}
      />
      <MoreFields {...fields} editing={editing !== undefined} />
    </Stack>
  );
}
