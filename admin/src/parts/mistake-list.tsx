import { Text, UnstyledButton } from '@mantine/core';
import './mistake-list.css';

/** One mistake in a longer text, and the way to its place when that is known. */
export interface PlacedMistake {
  /** `3:14`, `Line 3`. */
  readonly place?: string;
  readonly message: string;
  readonly jump: () => void;
}

/** Mistakes in a longer text, read out at once; each with a place is a way there. */
export function MistakeList({ label, mistakes }: { label: string; mistakes: readonly PlacedMistake[] }) {
  if (mistakes.length === 0) return null;
  return (
    <div role="alert">
      <Text size="sm" fw={500} mt="xs">
        {mistakes.length === 1 ? '1 mistake' : `${mistakes.length} mistakes`}
      </Text>
      <ul className="mistakes" aria-label={label}>
        {mistakes.map(({ place, message, jump }, index) => (
          <li key={index}>
            {place ? (
              <UnstyledButton className="mistake" onClick={jump}>
                <span className="mistake-place">{place}</span>
                <span>{message}</span>
              </UnstyledButton>
            ) : (
              <span className="mistake">{message}</span>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}
