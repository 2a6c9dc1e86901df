import { Anchor, Button, TextInput } from '@mantine/core';
import { IconApi, IconExternalLink, IconPlus, IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { useQuery } from 'urql';
import { Link } from 'wouter';
import { useCan, useOwnLogIn } from '../../api/viewer';
import { EmptyState } from '../../parts/empty-state';
import { Loaded } from '../../parts/loaded';
import { Moment } from '../../parts/moment';
import { Page } from '../../parts/page';
import { countWords } from '../../parts/count-words';
import { Rows } from '../../parts/rows';
import { APIS, type ListedApi } from './api-documents';

/** The registered APIs: whose scopes tokens can carry (P8). */
export default function ApisPage() {
  const query = useQuery({ query: APIS });
  const [can, own] = [useCan('apis:manage'), useOwnLogIn()];
  const mayRegister = can && own;
  const apis = query[0].data?.apis;
  return (
    <Page
      title="APIs"
      count={apis && apis.length.toLocaleString('en')}
      actions={mayRegister && apis && apis.length > 0 && <RegisterButton />}
    >
      <Loaded of={query}>{({ apis: all }) => <Apis all={all} mayRegister={mayRegister} />}</Loaded>
    </Page>
  );
}

function RegisterButton() {
  return (
    <Button component={Link} href="/apis/new" leftSection={<IconPlus size={16} stroke={1.75} />}>
      Register API
    </Button>
  );
}

/** From so many on, one looks for a name. */
const SEARCHED_FROM = 8;

function Apis({ all, mayRegister }: { all: readonly ListedApi[]; mayRegister: boolean }) {
  const [sought, setSought] = useState('');
  const found = all.filter(({ name, description }) =>
    `${name} ${description}`.toLowerCase().includes(sought.trim().toLowerCase()),
  );
  if (all.length === 0) return <NoApis mayRegister={mayRegister} />;
  return (
    <>
      {all.length >= SEARCHED_FROM && (
        <TextInput
          aria-label="Search APIs"
          placeholder="Name, description"
          leftSection={<IconSearch size={16} stroke={1.75} />}
          value={sought}
          onChange={({ currentTarget }) => setSought(currentTarget.value)}
          maw={320}
          mb="md"
        />
      )}
      {found.length === 0 ? (
        <EmptyState kind="nothing-found" clear={() => setSought('')} />
      ) : (
        <Rows label="APIs" rows={found.map(rowOf)} />
      )}
    </>
  );
}

function NoApis({ mayRegister }: { mayRegister: boolean }) {
  return (
    <EmptyState kind="nothing-yet" icon={IconApi} title="No APIs yet" action={mayRegister && <RegisterButton />}>
      Register an API by its GraphQL SDL: each scope in @requiresScopes joins the catalogue, and tokens can carry it.
    </EmptyState>
  );
}

const rowOf = (api: ListedApi) => ({
  id: api.id,
  href: `/apis/${api.id}`,
  name: api.name,
  text: api.description,
  facts: <Facts api={api} />,
});

function Facts({ api: { scopes, introspectors, docsUrl, updatedAt } }: { api: ListedApi }) {
  const gone = scopes.filter((scope) => scope.gone).length;
  return (
    <>
      <span>{countWords(scopes.length - gone, 'scope')}</span>
      {gone > 0 && <span>{gone} gone</span>}
      {introspectors.length > 0 && <span>{countWords(introspectors.length, 'introspector')}</span>}
      {docsUrl && (
        <Anchor href={docsUrl} target="_blank" rel="noreferrer" size="sm">
          Docs <IconExternalLink size={14} stroke={1.75} aria-label="opens elsewhere" />
        </Anchor>
      )}
      <span>
        changed <Moment at={updatedAt} />
      </span>
    </>
  );
}
