import { Button, Group, NativeSelect, Radio, Stack, Table, Text, Textarea, TextInput } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconLock } from '@tabler/icons-react';
import { type SyntheticEvent, useState } from 'react';
import { useClient } from 'urql';
import type { ResultOf } from '../../api/graphql';
import { type Problem, problemOf } from '../../api/problem';
import { countWords } from '../../parts/count-words';
import { ProblemNote } from '../../parts/problem-note';
import { ScopeChip } from '../../parts/scope-chip';
import type { Catalogue, Permission } from '../../parts/scope-tree/catalogue';
import { REQUIRED } from './documents';
import { Dialog } from '../../parts/dialog';

interface DocumentHelperProps {
  catalogue: Catalogue;
  refusal: (permission: Permission) => string | undefined;
  picked: ReadonlySet<string>;
  onUse: (scopes: Iterable<string>) => void;
  onClose: () => void;
}

type Required = ResultOf<typeof REQUIRED>['requiredScopes'];

/** From an operation to the scopes that it needs: every way, and why, field by field (P11). */
export default function DocumentHelper({ catalogue, refusal, picked, onUse, onClose }: DocumentHelperProps) {
  const small = useMediaQuery('(max-width: 40em)');
  const { answer, problem, busy, ask } = useRequired();
  return (
    <Dialog onClose={onClose} title="Scopes that a GraphQL document needs" size={760} fullScreen={small}>
      <Stack>
        <Question catalogue={catalogue} problem={problem} busy={busy} ask={ask} />
        {answer && <Answer key={JSON.stringify(answer)} {...{ answer, catalogue, refusal, picked, onUse }} />}
      </Stack>
    </Dialog>
  );
}

interface Asked {
  readonly document: string;
  readonly apiId?: string;
  readonly operationName?: string;
}

function useRequired() {
  const client = useClient();
  const [state, setState] = useState<{ answer?: Required; problem?: Problem; busy: boolean }>({ busy: false });
  async function ask(input: Asked) {
    setState({ busy: true });
    const { data, error } = await client.query(REQUIRED, { input }, { requestPolicy: 'network-only' }).toPromise();
    setState({ answer: data?.requiredScopes, problem: problemOf(error), busy: false });
  }
  return { ...state, ask };
}

interface QuestionProps {
  catalogue: Catalogue;
  problem: Problem | undefined;
  busy: boolean;
  ask: (asked: Asked) => Promise<void>;
}

function Question({ catalogue, problem, busy, ask }: QuestionProps) {
  const [document, setDocument] = useState('');
  const [apiId, setApiId] = useState('');
  const [operationName, setOperationName] = useState('');
  const apis = catalogue.groups.flatMap(({ api }) => api ?? []);
  const at = (field: string) =>
    problem?.fields.filter(({ path }) => path.at(-1) === field).map(({ message }) => message);
  const mistakes = at('document') ?? [];
  const several = (at('operationName')?.length ?? 0) > 0 || operationName !== '';

  function submit(event: SyntheticEvent) {
    event.preventDefault();
    event.stopPropagation(); // the form of the token is around this one, as React sees it
    void ask({ document, apiId: apiId || undefined, operationName: operationName || undefined });
  }
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <NativeSelect
          label="API"
          value={apiId}
          onChange={({ currentTarget }) => setApiId(currentTarget.value)}
          data={[{ value: '', label: 'Scopegate' }, ...apis.map(({ id, name }) => ({ value: id, label: name }))]}
        />
        <Textarea
          label="Query or mutation"
          placeholder="query { orders { id total } }"
          classNames={{ input: 'mono' }}
          autosize
          minRows={4}
          maxRows={14}
          spellCheck={false}
          value={document}
          onChange={({ currentTarget }) => setDocument(currentTarget.value)}
          error={
            mistakes.length > 0
              ? mistakes.map((each) => (
                  <span key={each} className="token-line">
                    {each}
                  </span>
                ))
              : undefined
          }
          data-autofocus
        />
        {several && (
          <TextInput
            label="Operation name"
            description="The document holds several: which one?"
            value={operationName}
            onChange={({ currentTarget }) => setOperationName(currentTarget.value)}
          />
        )}
        {problem && problem.fields.length === 0 && <ProblemNote problem={problem} />}
        <Group justify="flex-end">
          <Button type="submit" variant="default" loading={busy} disabled={document.trim() === ''}>
            Find scopes
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

interface AnswerProps extends Pick<DocumentHelperProps, 'catalogue' | 'refusal' | 'picked' | 'onUse'> {
  answer: Required;
}

function Answer({ answer, catalogue, refusal, picked, onUse }: AnswerProps) {
  const [chosen, setChosen] = useState(0);
  const scopes = answer.alternatives[chosen] ?? [];
  const reasonOf = (scope: string) => {
    const permission = catalogue.byScope.get(scope);
    return permission && refusal(permission);
  };
  if (scopes.length === 0) return <Text role="status">It needs no scope: any valid token may send it.</Text>;
  return (
    <>
      <Radio.Group
        label={answer.alternatives.length > 1 ? 'Any one of these will do' : 'It needs'}
        description={answer.complete ? undefined : 'There are more ways than these.'}
        value={String(chosen)}
        onChange={(index) => setChosen(Number(index))}
      >
        <Stack gap="xs" mt={6}>
          {answer.alternatives.map((each, index) => (
            <Alternative key={each.join(' ')} scopes={each} value={String(index)} reasonOf={reasonOf} />
          ))}
        </Stack>
      </Radio.Group>
      <Why answer={answer} />
      <Group justify="flex-end" gap="xs">
        {picked.size > 0 && (
          <Button variant="default" onClick={() => onUse([...picked, ...scopes])}>
            Add to the {picked.size} ticked
          </Button>
        )}
        <Button onClick={() => onUse(scopes)}>Use {scopes.length === 1 ? 'this one' : `these ${scopes.length}`}</Button>
      </Group>
    </>
  );
}

interface AlternativeProps {
  scopes: readonly string[];
  value: string;
  reasonOf: (scope: string) => string | undefined;
}

function Alternative({ scopes, value, reasonOf }: AlternativeProps) {
  const reasons = scopes.flatMap((scope) => {
    const reason = reasonOf(scope);
    return reason ? [`${scope}: ${reason}`] : [];
  });
  const label = (
    <span className="token-chips">
      {scopes.map((scope) => (
        <ScopeChip key={scope} scope={scope} />
      ))}
      <span>{countWords(scopes.length, 'scope')}</span>
    </span>
  );
  const why = reasons.length > 0 && (
    <>
      <IconLock size={14} stroke={1.75} aria-hidden /> {reasons.join('; ')}
    </>
  );
  return <Radio value={value} label={label} description={why || undefined} className="token-card" />;
}

/** Which field asks for what. */
function Why({ answer }: { answer: Required }) {
  const asking = answer.fields.filter(({ anyOf }) => anyOf.some((all) => all.length > 0));
  return (
    <Table.ScrollContainer minWidth={0} maxHeight={240} type="native" scrollAreaProps={{ tabIndex: 0 }}>
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Field</Table.Th>
            <Table.Th>Needs</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {asking.map(({ coordinate, path, anyOf }) => (
            <Table.Tr key={path.join('.')}>
              <Table.Td>
                <span className="mono">{path.join('.')}</span>
                <Text size="sm" c="dimmed">
                  {coordinate}
                </Text>
              </Table.Td>
              <Table.Td>{anyOf.map((all) => all.join(' and ')).join(', or ')}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
