import { Button, Group, NativeSelect, Text } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { numberWords, totalWords } from '../count-words';
import { type ListState, PAGE_SIZES } from './list-state';

/** Of a connection. */
export interface PageInfo {
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  readonly startCursor: string | null;
  readonly endCursor: string | null;
}

/** Of a connection, as the server counts. */
export interface Total {
  readonly totalCount: number;
  readonly totalCountIsExact: boolean;
}

export interface PagerProps {
  list: Pick<ListState<object, string>, 'size' | 'setSize' | 'start' | 'turn'>;
  pageInfo: PageInfo;
  /** On this page. */
  count: number;
  /** Undefined while it is being counted. */
  total: Total | undefined;
}

/** Earlier and later pages. Pages of a cursor have no number: rows may come and go between them. */
export function Pager({ list, pageInfo, count, total }: PagerProps) {
  const { size, setSize, turn } = list;
  const start = startOf({ list, pageInfo, count, total });
  // Before the second page of this size is the first; where that isn't so, rows came meanwhile.
  const before = start !== undefined && start >= size ? start - size : undefined;
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
        {rowsWords(start, count)}
        {total && ` of ${totalWords(total)}`}
      </Text>
      <Group gap="xs">
        <Button
          variant="default"
          disabled={!pageInfo.hasPreviousPage}
          leftSection={<IconChevronLeft size={16} stroke={1.75} />}
          onClick={() => turn({ before: pageInfo.startCursor ?? undefined }, before)}
        >
          Previous
        </Button>
        <Button
          variant="default"
          disabled={!pageInfo.hasNextPage}
          rightSection={<IconChevronRight size={16} stroke={1.75} />}
          onClick={() =>
            turn({ after: pageInfo.endCursor ?? undefined }, start === undefined ? undefined : start + count)
          }
        >
          Next
        </Button>
      </Group>
    </Group>
  );
}

/** Nothing before it, nothing after it, or counted while pages were turned; else no cursor tells. */
function startOf({ list, pageInfo, count, total }: PagerProps): number | undefined {
  if (!pageInfo.hasPreviousPage) return 0;
  if (!pageInfo.hasNextPage && total?.totalCountIsExact) return Math.max(0, total.totalCount - count);
  return list.start;
}

/** `1-20`, `7` of one row; `20` rows when nobody knows which. */
function rowsWords(start: number | undefined, count: number): string {
  if (start === undefined) return numberWords(count);
  if (count === 1) return numberWords(start + 1);
  return `${numberWords(start + 1)}-${numberWords(start + count)}`;
}
