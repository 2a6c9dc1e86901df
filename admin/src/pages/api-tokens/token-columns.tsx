import { Anchor, Tooltip } from '@mantine/core';
import { IconAlertTriangle, IconRobot } from '@tabler/icons-react';
import { Link } from 'wouter';
import { CopyInline } from '../../parts/copy';
import { countWords } from '../../parts/count-words';
import type { Column } from '../../parts/list/columns';
import { Expiry, Moment } from '../../parts/moment';
import type { TokenOrderField, TokenRow } from './documents';
import { StatusSwitch } from './status-switch';
import type { TokenActions } from './token-actions';
import { KINDS, LEVELS } from './token-filters';

type TokenColumn = Column<TokenRow, TokenOrderField>;

/** What a list of tokens can show (L1). The owner of one's own needs no column. */
export function tokenColumns(actions: TokenActions, mine: boolean): readonly TokenColumn[] {
  const columns: readonly TokenColumn[] = [
    { key: 'name', title: 'Name', width: 280, sort: 'NAME', render: (token) => <NameAndHint token={token} /> },
    { key: 'owner', title: 'Owner', width: 140, sort: 'OWNER', render: ({ owner }) => <Owner owner={owner} /> },
    {
      key: 'status',
      title: 'Status',
      width: 124,
      sort: 'STATUS',
      inHead: true,
      render: (token) => <StatusSwitch token={token} actions={actions} />,
    },
    { key: 'access', title: 'Access', width: 112, render: (token) => <Access token={token} /> },
    { key: 'expires', title: 'Expires', width: 136, sort: 'EXPIRES_AT', render: (token) => <End token={token} /> },
    { key: 'used', title: 'Last used', width: 150, sort: 'LAST_USED_AT', render: (token) => <LastUse token={token} /> },
    ...MORE,
  ];
  return columns.filter(({ key }) => !mine || key !== 'owner');
}

const MORE: readonly TokenColumn[] = [
  {
    key: 'description',
    title: 'Description',
    width: 220,
    hidden: true,
    render: ({ description }) => <Cut text={description} />,
  },
  { key: 'kind', title: 'Kind', width: 120, hidden: true, render: ({ kind }) => KINDS[kind] },
  {
    key: 'creator',
    title: 'Created by',
    width: 140,
    hidden: true,
    sort: 'CREATED_BY',
    render: ({ createdBy }) => (createdBy ? <Cut text={createdBy.displayName} /> : <None words="deleted user" />),
  },
  {
    key: 'created',
    title: 'Created',
    width: 130,
    hidden: true,
    sort: 'CREATED_AT',
    render: ({ createdAt }) => <Moment at={createdAt} />,
  },
  {
    key: 'address',
    title: 'Last address',
    width: 140,
    hidden: true,
    render: ({ lastUsedAddress }) => (lastUsedAddress ? <span className="mono">{lastUsedAddress}</span> : <None />),
  },
  {
    key: 'client',
    title: 'Last client',
    width: 160,
    hidden: true,
    render: ({ lastUsedClient }) => (lastUsedClient ? <Cut text={lastUsedClient} /> : <None />),
  },
];

/** Words that may not fit; the whole of them on hover. */
function Cut({ text }: { text: string }) {
  return (
    <span className="cut" title={text}>
      {text}
    </span>
  );
}

const None = ({ words = '–' }: { words?: string }) => <span className="token-quiet">{words}</span>;

function NameAndHint({ token: { id, name, hint, kind, description } }: { token: TokenRow }) {
  return (
    <div className="token-name">
      <div className="token-name-line">
        <Anchor
          component={Link}
          href={`/api-tokens/${id}`}
          className="cut"
          title={description ? `${name}: ${description}` : name}
        >
          {name}
        </Anchor>
        {kind === 'ACCESS' && (
          <Tooltip label="Access token: only logs in, must expire.">
            <span className="token-kind">log-in</span>
          </Tooltip>
        )}
      </div>
      <CopyInline label={`hint of ${name}`} text={hint} />
    </div>
  );
}

/** A person or a service account. */
export function Owner({ owner: { displayName, kind } }: Pick<TokenRow, 'owner'>) {
  return (
    <span className="token-owner">
      <Cut text={displayName} />
      {kind === 'SERVICE' && <IconRobot size={16} stroke={1.75} role="img" aria-label="service account" />}
    </span>
  );
}

function Access({ token: { access, scopes } }: { token: TokenRow }) {
  const words = access === 'CUSTOM' ? countWords(scopes.length, 'scope') : LEVELS[access];
  const some = scopes.slice(0, 12).join(', ');
  return (
    <Tooltip
      label={scopes.length > 12 ? `${some} and ${scopes.length - 12} more` : some}
      multiline
      maw={360}
      disabled={!some}
    >
      <span>{words}</span>
    </Tooltip>
  );
}

function End({ token: { expiresAt, againstPolicy } }: { token: TokenRow }) {
  return (
    <span className="token-end">
      <Expiry at={expiresAt} />
      {againstPolicy && (
        <Tooltip label="Against the account's policy">
          <IconAlertTriangle
            size={16}
            stroke={1.75}
            role="img"
            aria-label="against the policy"
            className="token-warning"
          />
        </Tooltip>
      )}
    </span>
  );
}

/** Also of the old secret, while it still works: whether it is safe to end it (C2). */
function LastUse({ token: { lastUsedAt, overlap } }: { token: TokenRow }) {
  return (
    <>
      <Moment at={lastUsedAt} none="never used" />
      {overlap && (
        <div className="token-overlap">
          old secret: <Moment at={overlap.lastUsedAt} none="not used" />
        </div>
      )}
    </>
  );
}
