import { Stack, Text, Title } from '@mantine/core';
import { countWords } from '../../parts/count-words';
import type { Check } from './use-check';

interface ApiSummaryProps {
  readonly check: Check;
  readonly isNew: boolean;
  readonly sdlChanged: boolean;
}

/** Beside the form: what the check found, in numbers. */
export function ApiSummary(props: ApiSummaryProps) {
  return (
    <Stack gap={4}>
      <Title order={2}>Summary</Title>
      {linesOf(props).map((line) => (
        <Text key={line}>{line}</Text>
      ))}
    </Stack>
  );
}

function linesOf({ check: { impact, stale, problem }, isNew, sdlChanged }: ApiSummaryProps): string[] {
  if (!sdlChanged) return [isNew ? 'Its scopes come from the SDL.' : 'The SDL stays as it is.'];
  if (stale) return ['Edited since the last check.'];
  if (problem) return ["The SDL can't be registered yet."];
  if (!impact) return ['First comes a check: what would be added, removed, loosened and tightened.'];
  const { added, removed, loosened, tightened, apiTokenCount } = impact;
  return [
    `${countWords(added.length, 'scope')} added, ${removed.length} removed`,
    `${countWords(loosened.length, 'operation')} looser, ${tightened.length} stricter`,
    `${countWords(apiTokenCount, 'token')} affected`,
  ];
}
