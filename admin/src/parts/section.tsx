import { Text, Title } from '@mantine/core';
import { type ReactNode, useId } from 'react';
import './section.css';

export interface SectionProps {
  title: string;
  /** What it is for, under the title. */
  about?: ReactNode;
  children: ReactNode;
}

/** A part of a page of settings: title and purpose on the left, what can be set on the right. */
export function Section({ title, about, children }: SectionProps) {
  const id = useId();
  return (
    <section className="section" aria-labelledby={id}>
      <div>
        <Title order={2} id={id}>
          {title}
        </Title>
        {about && (
          <Text c="dimmed" size="sm" mt={4}>
            {about}
          </Text>
        )}
      </div>
      <div className="section-body">{children}</div>
    </section>
  );
}
