import { Button, Group, Stack, Text } from '@mantine/core';
import { useQuery } from 'urql';
import { graphql, type ResultOf } from '../../api/graphql';
import { useChange } from '../../api/change';
import { countWords } from '../../parts/count-words';
import { Loaded } from '../../parts/loaded';
import { Moment } from '../../parts/moment';
import { ProblemNote } from '../../parts/problem-note';
import { Section } from '../../parts/section';
import { Pill } from '../../parts/status-pill';
import { toast } from '../../parts/toast';
import './sessions.css';

const SESSIONS = graphql(`
  query Sessions {
    viewer {
      id
      sessions {
        id
        address
        client
        createdAt
        lastUsedAt
        current
      }
    }
  }
`);

const END_SESSIONS = graphql(`
  mutation EndSessions($input: EndSessionsInput!) {
    endSessions(input: $input) {
      endedSessions
    }
  }
`);

type Session = NonNullable<ResultOf<typeof SESSIONS>['viewer']>['sessions'][number];

/** Where one is logged in; each can be ended, this one by logging out. */
export function SessionsSection() {
  const query = useQuery({ query: SESSIONS });
  return (
    <Section title="Sessions" about="Where you are logged in. End one that you don't know, and change your password.">
      <Loaded of={query}>{({ viewer }) => <SessionList sessions={viewer?.sessions ?? []} />}</Loaded>
    </Section>
  );
}

function SessionList({ sessions }: { sessions: readonly Session[] }) {
  const { run, busy, problem } = useChange(END_SESSIONS, { touches: ['Session'] });
  const others = sessions.filter(({ current }) => !current);
  async function end(ids?: string[]) {
    const { data } = await run({ input: { ids } }, { waiting: 'end sessions' });
    if (data) toast(`${countWords(data.endSessions.endedSessions, 'session')} ended`);
  }
  return (
    <Stack gap="md">
      {problem && <ProblemNote problem={problem} />}
      <ul className="sessions">
        {sessions.map((session) => (
          <li key={session.id}>
            <SessionLine session={session} />
            {!session.current && (
              <Button
                variant="default"
                size="compact-sm"
                disabled={busy}
                aria-label={`End session: ${session.client ?? session.id}`}
                onClick={() => void end([session.id])}
              >
                End session
              </Button>
            )}
          </li>
        ))}
      </ul>
      {others.length > 1 && (
        <Group>
          <Button variant="default" loading={busy} onClick={() => void end()}>
            End {countWords(others.length, 'other session')}
          </Button>
        </Group>
      )}
    </Stack>
  );
}

function SessionLine({ session: { client, address, current, createdAt, lastUsedAt } }: { session: Session }) {
  return (
    <div className="session-line">
      <Group gap="xs">
        <Text fw={500}>{clientWords(client)}</Text>
        {current && <Pill tone="good">This one</Pill>}
      </Group>
      <Text size="sm" c="dimmed" component="div">
        {address && <>{address} · </>}logged in <Moment at={createdAt} /> · last seen <Moment at={lastUsedAt} />
      </Text>
    </div>
  );
}

const BROWSERS = ['Edg', 'OPR', 'Firefox', 'Chrome', 'Safari'] as const;
const NAMES: Readonly<Record<string, string>> = { Edg: 'Edge', OPR: 'Opera' };
const SYSTEMS = ['Android', 'iPhone', 'iPad', 'Windows', 'Mac OS', 'Linux'] as const;

/** `Chrome on Linux`, as far as a browser's own words tell; whatever else it is, as it is. */
function clientWords(client: string | null): string {
  if (!client) return 'Unknown program';
  const browser = BROWSERS.find((name) => client.includes(`${name}/`));
  if (!browser) return client;
  const system = SYSTEMS.find((name) => client.includes(name));
  const name = NAMES[browser] ?? browser;
  return system ? `${name} on ${system === 'Mac OS' ? 'macOS' : system}` : name;
}
