import { Group, PasswordInput, Radio, Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { useLocation, useSearchParams } from 'wouter';
import { useChange } from '../../api/change';
import { mistakesByField } from '../../api/problem';
import { useCan, useOwnLogIn } from '../../api/viewer';
import { FormPage } from '../../parts/form-page';
import { useGoTo } from '../../parts/use-go-to';
import { LinkDialog } from './link-dialog';
import { RoleTicks } from './role-ticks';
import { CREATE_USER } from './user-documents';
import { type UserDraft, UserFields } from './user-fields';

const EMPTY: UserDraft = { firstName: '', lastName: '', username: '', email: '', roles: [] };

/** A person who gets a link, or a password from here; or a service account, which can't log in (R5, R6). */
export default function UserNewPage() {
  const [search, setSearch] = useSearchParams();
  const own = useOwnLogIn();
  const kind: 'PERSON' | 'SERVICE' = search.get('kind') === 'SERVICE' || !own ? 'SERVICE' : 'PERSON';
  const [draft, setDraft] = useState(EMPTY);
  const [password, setPassword] = useState<string>();
  const { run, busy, problem } = useChange(CREATE_USER, { touches: ['User', 'Role'] });
  const [, navigate] = useLocation();
  const goTo = useGoTo(navigate);
  const [invited, setInvited] = useState<{ id: string; name: string; link: string }>();
  const mistakes = mistakesByField(problem);
  const maySeeRoles = useCan('roles:read');
  const person = kind === 'PERSON';

  async function create() {
    const { roles, email, ...names } = draft;
    const input = {
      kind,
      ...names,
      ...(person ? { email, password } : { lastName: undefined }),
      roleIds: roles.map(({ id }) => id),
    };
    const { data } = await run({ input }, { waiting: `create ${names.username}` });
    if (!data) return;
    const { user, invitationUrl } = data.createUser;
    if (!invitationUrl) return goTo(`/users/${user.id}`);
    setInvited({ id: user.id, name: user.displayName, link: invitationUrl });
  }
  return (
    <FormPage
      title={person ? 'New person' : 'New service account'}
      dirty={(draft !== EMPTY || password !== undefined) && !goTo.going}
      busy={busy}
      problem={problem}
      action={person ? 'Create person' : 'Create service account'}
      disabled={!draft.username.trim() || (person && !draft.email.trim())}
      onSubmit={() => void create()}
      cancelTo="/users"
      summary={<Summary {...{ kind, draft, invites: person && password === undefined }} />}
    >
      <Radio.Group
        label="Kind"
        value={kind}
        onChange={(value) => setSearch(value === 'SERVICE' ? { kind: value } : {}, { replace: true })}
      >
        <Group gap="lg" mt="xs">
          <Radio
            value="PERSON"
            label="Person"
            disabled={!own}
            description={own ? undefined : 'Needs your own log-in, not one made with an access token.'}
          />
          <Radio value="SERVICE" label="Service account" />
        </Group>
      </Radio.Group>
      <UserFields {...{ kind, draft, mistakes }} set={(some) => setDraft((before) => ({ ...before, ...some }))} />
      {person && <FirstPassword password={password} set={setPassword} mistake={mistakes['password']} />}
      <div>
        <Title order={2} mb="xs">
          Roles
        </Title>
        {maySeeRoles ? (
          <RoleTicks
            chosen={draft.roles}
            onChange={(roles) => setDraft((before) => ({ ...before, roles }))}
            error={mistakes['roleIds']}
          />
        ) : (
          <Text c="dimmed">Seeing roles needs roles:read. Somebody else can give them later.</Text>
        )}
      </div>
      {invited && (
        <LinkDialog
          title={`Invitation for ${invited.name}`}
          link={invited.link}
          name={invited.name}
          lasts="7 days"
          done={() => goTo(`/users/${invited.id}`)}
        />
      )}
    </FormPage>
  );
}

interface FirstPasswordProps {
  readonly password: string | undefined;
  readonly set: (password: string | undefined) => void;
  readonly mistake?: string;
}

/** Undefined: they set one by a link. */
function FirstPassword({ password, set, mistake }: FirstPasswordProps) {
  return (
    <Stack gap="sm">
      <Radio.Group
        label="First password"
        value={password === undefined ? 'link' : 'here'}
        onChange={(value) => set(value === 'here' ? '' : undefined)}
      >
        <Stack gap="xs" mt="xs">
          <Radio value="link" label="They set it by a link, which works for 7 days" />
          <Radio value="here" label="I set it here" />
        </Stack>
      </Radio.Group>
      {password !== undefined && (
        <PasswordInput
          label="Password"
          required
          autoComplete="new-password"
          description="Tell it to them in person; they can change it in their profile."
          value={password}
          onChange={({ currentTarget }) => set(currentTarget.value)}
          error={mistake}
        />
      )}
    </Stack>
  );
}

interface SummaryProps {
  readonly kind: 'PERSON' | 'SERVICE';
  readonly draft: UserDraft;
  readonly invites: boolean;
}

function Summary({ kind, draft: { roles }, invites }: SummaryProps) {
  return (
    <Stack gap={4}>
      <Title order={2}>Summary</Title>
      <Text>{kind === 'PERSON' ? 'A person, who logs in.' : "A service account: owns tokens and can't log in."}</Text>
      <Text>
        {roles.length === 0 ? 'No role: may do nothing yet.' : `Roles: ${roles.map(({ name }) => name).join(', ')}`}
      </Text>
      {invites && <Text>You get a link to hand over.</Text>}
    </Stack>
  );
}
