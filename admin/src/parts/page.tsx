import { Anchor, Group, Text, Title, VisuallyHidden } from '@mantine/core';
import { IconChevronLeft } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { usePageHeading } from './use-page-heading';
import './page.css';

export interface PageProps {
  title: ReactNode;
  /** For the window's title, when `title` isn't a plain text. */
  name?: string;
  /** Of the list below, as the server counts it: `1,204`, `more than 10,000`. */
  count?: string;
  /** Above the title: the list that this is one of. */
  back?: { readonly to: string; readonly label: string };
  /** Beside the title: a status. */
  beside?: ReactNode;
  /** On the right; one primary button at most. */
  actions?: ReactNode;
  /** `form`: narrow enough to read; `list`: as wide as the columns need. */
  width?: 'form' | 'list';
  children: ReactNode;
}

/** A page's head and body. It takes the focus at its title. */
export function Page({ title, name, count, back, beside, actions, width = 'list', children }: PageProps) {
  const heading = usePageHeading(name ?? (typeof title === 'string' ? title : undefined));
  return (
    <div className="page" data-width={width}>
      {back && (
        <Anchor component={Link} href={back.to} className="page-back">
          <IconChevronLeft size={16} stroke={1.75} aria-hidden />
          {back.label}
        </Anchor>
      )}
      <header className="page-head">
        <Group gap="sm" wrap="nowrap" miw={0}>
          <Title order={1} ref={heading} tabIndex={-1} className="page-title">
            {title}
          </Title>
          {count !== undefined && (
            <Text c="dimmed" size="lg" role="status">
              {count}
              <VisuallyHidden> in all</VisuallyHidden>
            </Text>
          )}
          {beside}
        </Group>
        {actions && <Group gap="xs">{actions}</Group>}
      </header>
      {children}
    </div>
  );
}
