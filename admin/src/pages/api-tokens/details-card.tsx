import { Anchor } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { useCan } from '../../api/viewer';
import { CopyInline } from '../../parts/copy';
import { Expiry, Moment } from '../../parts/moment';
import { PresetLine } from './preset-line';
import { Owner } from './token-columns';
import type { TokenDetails } from './token-document';
import { KINDS } from './token-filters';

const KIND_WORDS: Record<TokenDetails['kind'], string> = {
  API: 'sent with every call',
  ACCESS: 'only logs in, must expire',
};

/** What a token is, as labels and values. */
export function DetailsCard({ token }: { token: TokenDetails }) {
  const { description, kind, hint, expiresAt, createdAt, regeneratedAt, createdWith, allowedAddresses } = token;
  return (
    <section className="token-card" aria-labelledby="token-details">
      <h2 id="token-details">Details</h2>
      <dl className="token-facts">
        {description && <Fact label="Description">{description}</Fact>}
        <Fact label="Owner">
          <OwnerLink token={token} />
        </Fact>
        <Fact label="Kind">
          {KINDS[kind]}: {KIND_WORDS[kind]}
        </Fact>
        <Fact label="Hint">
          <CopyInline label="hint" text={hint} />
        </Fact>
        <Fact label="Expires">
          <Expiry at={expiresAt} />
          {token.againstPolicy && <span className="token-against"> Against the account's policy</span>}
        </Fact>
        <Fact label="Addresses">
          {allowedAddresses ? <span className="mono">{allowedAddresses.join(', ')}</span> : 'from anywhere'}
        </Fact>
        <Fact label="Last used">
          <LastUse token={token} />
        </Fact>
        <Fact label="Created">
          <Moment at={createdAt} /> by {token.createdBy?.displayName ?? 'a deleted user'}
        </Fact>
        {createdWith && (
          <Fact label="Made with">
            <Anchor component={Link} href={`/api-tokens/${createdWith.id}`}>
              {createdWith.name}
            </Anchor>
          </Fact>
        )}
        {regeneratedAt && (
          <Fact label="Regenerated">
            <Moment at={regeneratedAt} />
          </Fact>
        )}
        {token.preset && (
          <Fact label="Preset">
            <PresetLine token={token} preset={token.preset} />
          </Fact>
        )}
      </dl>
    </section>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function OwnerLink({ token: { owner } }: { token: TokenDetails }) {
  const seesUsers = useCan('users:read');
  if (!seesUsers) return <Owner owner={owner} />;
  return (
    <Anchor component={Link} href={`/users/${owner.id}`}>
      <Owner owner={owner} />
    </Anchor>
  );
}

function LastUse({ token: { lastUsedAt, lastUsedAddress, lastUsedClient } }: { token: TokenDetails }) {
  if (!lastUsedAt) return <Moment at={null} none="never used" />;
  return (
    <>
      <Moment at={lastUsedAt} />
      {lastUsedAddress && (
        <>
          {' '}
          from <span className="mono">{lastUsedAddress}</span>
        </>
      )}
      {lastUsedClient && <div className="token-client">{lastUsedClient}</div>}
    </>
  );
}
