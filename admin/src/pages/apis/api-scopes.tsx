import { ActionIcon, Anchor, Button, Group, Text, TextInput, Tooltip } from '@mantine/core';
import { IconEye, IconExternalLink, IconPencil, IconSearch, IconUnlink } from '@tabler/icons-react';
import { useState } from 'react';
import { useCan, useOwnLogIn } from '../../api/viewer';
import { EmptyState } from '../../parts/empty-state';
import { countWords } from '../../parts/count-words';
import { ScopeChip } from '../../parts/scope-chip';
import { Pill } from '../../parts/status-pill';
import type { ApiScope, ShownApi } from './api-documents';
import { ScopeDialog } from './scope-dialog';
import './api-page.css';
import '../../parts/rows.css';

/** More than that are in the document only when asked for. */
const SHOWN = 100;

/** The scopes of an API, with what each opens. */
export function ApiScopes({ api }: { api: ShownApi }) {
  const [sought, setSought] = useState('');
  const [all, setAll] = useState(false);
  const [edited, setEdited] = useState<ApiScope>();
  const found = api.scopes.filter((scope) => mentions(scope, sought.trim().toLowerCase()));
  const shown = all ? found : found.slice(0, SHOWN);
  if (api.scopes.length === 0) {
    return (
      <EmptyState kind="nothing-yet" title="It has no scopes">
        Nothing in its SDL is marked with @requiresScopes, so whoever has a valid token may ask for everything.
      </EmptyState>
    );
  }
  return (
    <>
      <Group mb="sm" gap="md">
        <TextInput
          aria-label="Search scopes"
          placeholder="Scope, operation"
          leftSection={<IconSearch size={16} stroke={1.75} />}
          value={sought}
          onChange={({ currentTarget }) => setSought(currentTarget.value)}
          w={320}
          maw="100%"
        />
        <Text c="dimmed" size="sm" role="status">
          {found.length} of {api.scopes.length}
        </Text>
      </Group>
      {found.length === 0 ? (
        <EmptyState kind="nothing-found" clear={() => setSought('')} />
      ) : (
        <div className="rows">
          {shown.map((scope) => (
            <ScopeRow key={scope.scope} scope={scope} edit={() => setEdited(scope)} />
          ))}
        </div>
      )}
      {shown.length < found.length && (
        <Button variant="default" mt="sm" onClick={() => setAll(true)}>
          Show all {found.length}
        </Button>
      )}
      {edited && <ScopeDialog api={api} scope={edited} close={() => setEdited(undefined)} />}
    </>
  );
}

const mentions = ({ scope, label, description, operations }: ApiScope, sought: string): boolean =>
  [scope, label, description, ...operations.map(({ coordinate }) => coordinate)].some((text) =>
    text.toLowerCase().includes(sought),
  );

function ScopeRow({ scope, edit }: { scope: ApiScope; edit: () => void }) {
  const [open, setOpen] = useState(false);
  const [can, own] = [useCan('apis:manage'), useOwnLogIn()];
  const mayEdit = can && own && !scope.gone;
  return (
    <div className="api-scope">
      <div className="api-scope-head">
        <ScopeChip scope={scope.scope} state={scope.gone ? 'off' : undefined} />
        <Text fw={500}>{scope.label}</Text>
        <Marks scope={scope} />
        <div className="api-scope-facts">
          {scope.docsUrl && <Docs href={scope.docsUrl} />}
          <Operations scope={scope} open={open} toggle={() => setOpen(!open)} />
          {mayEdit && (
            <Tooltip label="Edit label, description and what it implies">
              <ActionIcon variant="subtle" color="gray" onClick={edit} aria-label={`Edit ${scope.scope}`}>
                <IconPencil size={16} stroke={1.75} />
              </ActionIcon>
            </Tooltip>
          )}
        </div>
      </div>
      {scope.description && (
        <Text size="sm" c="dimmed">
          {scope.description}
        </Text>
      )}
      {open && <OperationList scope={scope} />}
    </div>
  );
}

function Marks({ scope: { gone, readOnly, implies } }: { scope: ApiScope }) {
  return (
    <>
      {gone && (
        <Tooltip label="The SDL no longer names it, and something still lists it. It counts for nothing until it is back.">
          <span>
            <Pill tone="bad" icon={IconUnlink}>
              Gone
            </Pill>
          </span>
        </Tooltip>
      )}
      {readOnly && (
        <Pill tone="quiet" icon={IconEye}>
          Reads
        </Pill>
      )}
      {implies.length > 0 && (
        <Text span size="sm" c="dimmed">
          includes {implies.join(', ')}
        </Text>
      )}
    </>
  );
}

function Docs({ href }: { href: string }) {
  return (
    <Anchor href={href} target="_blank" rel="noreferrer" size="sm">
      Docs <IconExternalLink size={14} stroke={1.75} aria-label="opens elsewhere" />
    </Anchor>
  );
}

function Operations({ scope, open, toggle }: { scope: ApiScope; open: boolean; toggle: () => void }) {
  if (scope.operations.length === 0) return <span>no operation</span>;
  return (
    <Anchor component="button" type="button" size="sm" onClick={toggle} aria-expanded={open}>
      {countWords(scope.operations.length, 'operation')}
    </Anchor>
  );
}

function OperationList({ scope: { scope, operations } }: { scope: ApiScope }) {
  return (
    <ul className="api-operations" aria-label={`Operations of ${scope}`}>
      {operations.map(({ coordinate, description, docsUrl }) => (
        <li key={coordinate}>
          <code className="mono">{coordinate}</code>{' '}
          {description && (
            <Text span size="sm" c="dimmed">
              {description}{' '}
            </Text>
          )}
          {docsUrl && <Docs href={docsUrl} />}
        </li>
      ))}
    </ul>
  );
}
