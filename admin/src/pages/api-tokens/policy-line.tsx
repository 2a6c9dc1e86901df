import { Text } from '@mantine/core';
import { useViewer } from '../../api/viewer';
import { countWords } from '../../parts/count-words';
import { durationWords } from '../../parts/duration';

/** The account's policy as far as it limits one's own tokens (T9, T16). */
export function PolicyLine() {
  const { maxTokenLifetime, unlimitedTokensAllowed, maxTokensPerUser } = useViewer().account;
  const rules = [
    maxTokenLifetime && `A token lives ${durationWords(maxTokenLifetime)} at most`,
    !unlimitedTokensAllowed && 'every token has to end',
    maxTokensPerUser && `${countWords(maxTokensPerUser, 'token')} a person at most`,
  ].filter(Boolean);
  if (rules.length === 0) return null;
  const words = new Intl.ListFormat('en', { type: 'conjunction' }).format(rules as string[]);
  return <Text className="token-policy">{words.charAt(0).toUpperCase() + words.slice(1)}.</Text>;
}
