import { Group, Stack, Text } from '@mantine/core';
import { useViewer } from '../../api/viewer';
import { Expiry } from '../../parts/moment';
import { ScopeChip } from '../../parts/scope-chip';
import { Section } from '../../parts/section';

/** What a session may do that was made with an access token (U3), instead of what only a log-in of one's own may. */
export function TokenSessionSection() {
  const { user, apiToken, scopes } = useViewer();
  return (
    <Section title="This session" about="What the access token allows, and no more.">
      <Stack gap="md">
        <Text>
          You are here as {user.displayName} with the access token <b>{apiToken?.name}</b>
          {apiToken?.expiresAt && (
            <>
              , which ends <Expiry at={apiToken.expiresAt} />
            </>
          )}
          . For your name, password, second factor, e-mail and sessions log out, and in with your password.
        </Text>
        {scopes.length > 0 ? (
          <Group gap={6} role="list" aria-label="Scopes">
            {scopes.map((scope) => (
              <span role="listitem" key={scope}>
                <ScopeChip scope={scope} />
              </span>
            ))}
          </Group>
        ) : (
          <Text c="dimmed">It allows nothing here.</Text>
        )}
      </Stack>
    </Section>
  );
}
