import { Button, Group, NativeSelect, Text } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { numberWords } from '../count-words';
import { PAGE_SIZES } from './list-state';

/** Of a connection. */
export interface PageInfo {
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  readonly startCursor: string | null;
  readonly endCursor: string | null;
}

export interface PagerProps {
  pageInfo: PageInfo;
  /** On this page. */
  count: number;
  /** `1,204`, `more than 10,000`; undefined while it is being counted. */
  total: string | undefined;
  size: number;
  setSize: (size: number) => void;
  turn: (to: { after?: string; before?: string }) => void;
}

/** Earlier and later pages. Pages of a cursor have no number: rows may come and go between them. */
export function Pager({ pageInfo, count, total, size, setSize, turn }: PagerProps) {
  return (
    <Group className="pager" gap="sm" justify="space-between" component="nav" aria-label="Pages">
      <NativeSelect
        aria-label="Rows on a page"
        data={PAGE_SIZES.map(String)}
        value={String(size)}
        onChange={({ currentTarget }) => setSize(Number(currentTarget.value))}
        className="pager-size"
      />
      <Text size="sm" c="dimmed">
        {numberWords(count)}
        {total !== undefined && ` of ${total}`}
      </Text>
      <Group gap="xs">
        <Button
          variant="default"
          disabled={!pageInfo.hasPreviousPage}
          leftSection={<IconChevronLeft size={16} stroke={1.75} />}
          onClick={() => turn({ before: pageInfo.startCursor ?? undefined })}
        >
          Previous
        </Button>
        <Button
          variant="default"
          disabled={!pageInfo.hasNextPage}
          rightSection={<IconChevronRight size={16} stroke={1.75} />}
          onClick={() => turn({ after: pageInfo.endCursor ?? undefined })}
        >
          Next
        </Button>
      </Group>
    </Group>
  );
}
