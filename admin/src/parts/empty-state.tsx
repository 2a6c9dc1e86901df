import { Button, Stack, Text, Title } from '@mantine/core';
import { IconCloudOff, IconFilterOff, IconLock, IconMapOff, IconSparkles, type TablerIcon } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { Problem } from '../api/problem';
import { usePageHeading } from './use-page-heading';

/** Why there is nothing to see: they look alike and never mean the same. */
export type EmptyStateProps =
  | { kind: 'nothing-yet'; title: string; children: ReactNode; action?: ReactNode; icon?: TablerIcon }
  | { kind: 'nothing-found'; clear: () => void }
  /** A page of a list whose rows are gone. */
  | { kind: 'no-more'; first: () => void }
  | { kind: 'no-right'; scopes: readonly string[] }
  /** A session that was made with an access token isn't enough. */
  | { kind: 'needs-log-in' }
  | { kind: 'no-page' }
  /** The page itself, not what it asks for. */
  | { kind: 'crashed'; again: () => void }
  | { kind: 'failed'; problem: Problem; again: () => void; whole?: boolean };

/** Instead of a page as a whole, not inside one. */
const isWhole = (props: EmptyStateProps): boolean =>
  props.kind === 'failed'
    ? props.whole === true
    : ['no-right', 'needs-log-in', 'no-page', 'crashed'].includes(props.kind);

/** What stands where a list or page would be. */
export function EmptyState(props: EmptyStateProps) {
  const { icon: Icon, title, text, action } = contentOf(props);
  const whole = isWhole(props);
  const heading = usePageHeading(title, whole);
  return (
    <Stack align="center" gap="xs" py={64} px="md" ta="center" role={props.kind === 'failed' ? 'alert' : undefined}>
      <Icon size={28} stroke={1.75} color="var(--sg-muted)" aria-hidden />
      <Title order={whole ? 1 : 2} size="h2" ref={heading} tabIndex={whole ? -1 : undefined}>
        {title}
      </Title>
      <Text c="dimmed" maw={420}>
        {text}
      </Text>
      {action}
    </Stack>
  );
}

interface Content {
  readonly icon: TablerIcon;
  readonly title: string;
  readonly text: ReactNode;
  readonly action?: ReactNode;
}

function contentOf(props: EmptyStateProps): Content {
  switch (props.kind) {
    case 'nothing-yet':
      return { icon: props.icon ?? IconSparkles, title: props.title, text: props.children, action: props.action };
    case 'nothing-found':
      return {
        icon: IconFilterOff,
        title: 'Nothing found',
        text: 'No entry fits these filters.',
        action: (
          <Button variant="default" onClick={props.clear}>
            Clear filters
          </Button>
        ),
      };
    case 'no-more':
      return {
        icon: IconFilterOff,
        title: 'Nothing more here',
        text: 'The entries of this page are gone.',
        action: (
          <Button variant="default" onClick={props.first}>
            Go to the first page
          </Button>
        ),
      };
    case 'no-right':
      return {
        icon: IconLock,
        title: "You can't see this page",
        text: `It needs ${new Intl.ListFormat('en', { type: 'disjunction' }).format(props.scopes)}. Ask an administrator.`,
      };
    case 'needs-log-in':
      return {
        icon: IconLock,
        title: "You can't see this page",
        text: 'It needs your own log-in, not one made with an access token.',
      };
    case 'no-page':
      return {
        icon: IconMapOff,
        title: 'There is no such page',
        text: 'The address may be old or mistyped, or what it showed is gone.',
        action: (
          <Button variant="default" component={Link} href="/">
            Go to the start page
          </Button>
        ),
      };
    case 'crashed':
      return {
        icon: IconCloudOff,
        title: "This page couldn't be shown",
        text: "The server can't be reached, or has a newer version of the panel.",
        action: (
          <Button variant="default" onClick={props.again}>
            Load again
          </Button>
        ),
      };
    case 'failed':
      return {
        icon: IconCloudOff,
        title: "This couldn't be loaded",
        text: props.problem.message,
        action: (
          <Button variant="default" onClick={props.again}>
            Try again
          </Button>
        ),
      };
  }
}
