import { Anchor, Button, Menu, Tabs, Text } from '@mantine/core';
import { IconExternalLink, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useQuery } from 'urql';
import { Link, useLocation, useParams, useSearchParams } from 'wouter';
import { useChange } from '../../api/change';
import { useCan, useOwnLogIn } from '../../api/viewer';
import { ConfirmDialog } from '../../parts/confirm-dialog';
import { EmptyState } from '../../parts/empty-state';
import { Loaded } from '../../parts/loaded';
import { Moment } from '../../parts/moment';
import { MoreMenu } from '../../parts/more-menu';
import { Page } from '../../parts/page';
import { countWords } from '../../parts/count-words';
import { API, DELETE_API, type ShownApi } from './api-documents';
import { ApiScopes } from './api-scopes';
import './api-page.css';

/** An API: its scopes and what they open, its SDL, who may introspect for it (P8, P9). */
export default function ApiPage() {
  const { id = '' } = useParams();
  const query = useQuery({ query: API, variables: { id } });
  return (
    <Loaded of={query} page="API">
      {({ api }) => (api ? <Shown api={api} /> : <EmptyState kind="no-page" />)}
    </Loaded>
  );
}

function Shown({ api }: { api: ShownApi }) {
  const living = api.scopes.filter(({ gone }) => !gone).length;
  return (
    <Page
      title={api.name}
      back={{ to: '/apis', label: 'APIs' }}
      count={countWords(living, 'scope')}
      actions={<Actions api={api} />}
    >
      <Facts api={api} />
      <ApiTabs api={api} />
    </Page>
  );
}

function Actions({ api }: { api: ShownApi }) {
  const [can, own] = [useCan('apis:manage'), useOwnLogIn()];
  const [deleting, setDeleting] = useState(false);
  if (!can || !own) return null;
  return (
    <>
      <Button component={Link} href={`/apis/${api.id}/edit`}>
        Edit or register new version
      </Button>
      <MoreMenu label={`More for ${api.name}`}>
        <Menu.Item color="red" leftSection={<IconTrash size={16} stroke={1.75} />} onClick={() => setDeleting(true)}>
          Delete API
        </Menu.Item>
      </MoreMenu>
      {deleting && <DeleteApi api={api} close={() => setDeleting(false)} />}
    </>
  );
}

function DeleteApi({ api, close }: { api: ShownApi; close: () => void }) {
  const { run, busy, problem } = useChange(DELETE_API, { touches: ['Api', 'Permission', 'ApiToken', 'Role'] });
  const [, navigate] = useLocation();
  async function remove() {
    const { data } = await run({ input: { id: api.id } }, { waiting: `delete API ${api.name}` });
    if (data) navigate('/apis');
  }
  return (
    <ConfirmDialog
      title={`Delete ${api.name}?`}
      action="Delete API for good"
      typed={api.name}
      busy={busy}
      problem={problem}
      onConfirm={() => void remove()}
      onClose={close}
    >
      <Text>
        Its {countWords(api.scopes.length, 'scope')} leave the catalogue. Tokens, roles and presets that list one keep
        it, marked as gone; it counts for nothing until an API of this name brings it back.
      </Text>
    </ConfirmDialog>
  );
}

function Facts({ api: { description, docsUrl, introspectors, updatedAt } }: { api: ShownApi }) {
  return (
    <div className="api-facts">
      {description && <Text maw={720}>{description}</Text>}
      <Text c="dimmed" size="sm">
        {docsUrl && (
          <>
            <Anchor href={docsUrl} target="_blank" rel="noreferrer" size="sm">
              Docs <IconExternalLink size={14} stroke={1.75} aria-label="opens elsewhere" />
            </Anchor>
            {' · '}
          </>
        )}
        {introspectors.length === 0
          ? 'No service account introspects for it'
          : `Introspected by ${new Intl.ListFormat('en').format(introspectors.map(({ displayName }) => displayName))}`}
        {' · changed '}
        <Moment at={updatedAt} />
      </Text>
    </div>
  );
}

const TABS = ['scopes', 'sdl'] as const;

function ApiTabs({ api }: { api: ShownApi }) {
  const [search, setSearch] = useSearchParams();
  const tab = TABS.find((one) => one === search.get('tab')) ?? 'scopes';
  return (
    <Tabs
      value={tab}
      onChange={(value) => setSearch(value === 'scopes' || !value ? {} : { tab: value })}
      keepMounted={false}
    >
      <Tabs.List mb="md">
        <Tabs.Tab value="scopes">Scopes</Tabs.Tab>
        <Tabs.Tab value="sdl">SDL</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="scopes">
        <ApiScopes api={api} />
      </Tabs.Panel>
      <Tabs.Panel value="sdl">
        {/* Scrolls by itself, so the keyboard has to reach it. */}
        {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
        <pre className="api-sdl" tabIndex={0} aria-label={`SDL of ${api.name}`}>
          {api.sdl}
        </pre>
      </Tabs.Panel>
    </Tabs>
  );
}
