import { useCallback, useState } from 'react';
import type { Problem } from '../../api/problem';
import { useViewer } from '../../api/viewer';
import type { Patch, TokenDraft } from './draft';
import { type Mistakes, mistakesIn, mistakesOf } from './mistakes';

/** The mistakes that a change of each part of a draft ends, where they aren't called like it. */
const MISTAKES: Partial<Record<keyof TokenDraft, readonly (keyof Mistakes)[]>> = {
  presetId: ['scopes'],
  name: ['name', 'lines'],
  several: ['name', 'lines'],
};

/** The form's values and mistakes; a mistake goes as soon as its field is touched. */
export function useDraft(start: TokenDraft) {
  const { user, scopes: held, account } = useViewer();
  const [draft, setDraft] = useState(start);
  const [mistakes, setMistakes] = useState<Mistakes>({});
  const [attempt, setAttempt] = useState(0);
  const [above, setAbove] = useState<Problem>();

  const patch: Patch = useCallback((part) => {
    setDraft((before) => ({ ...before, ...part }));
    const keys = Object.keys(part) as (keyof TokenDraft)[]; // of a literal
    const touched = keys.flatMap((key): readonly string[] => MISTAKES[key] ?? [key]);
    setMistakes(
      (before) => Object.fromEntries(Object.entries(before).filter(([field]) => !touched.includes(field))) as Mistakes, // some of its own
    );
  }, []);

  function show(found: Mistakes, problem?: Problem): boolean {
    const none = Object.keys(found).length === 0;
    setMistakes(found);
    setAbove(none ? problem : undefined);
    if (!none) setAttempt((before) => before + 1);
    return none;
  }
  return {
    draft,
    setDraft,
    patch,
    mistakes,
    attempt,
    /** What the server refused and no field stands for. */
    above,
    /** Looks before anything is sent. @returns whether it may be. */
    check: (kept?: string | null): boolean => show(mistakesIn(draft, kept)),
    /** Puts what the server refused at its fields. */
    refuse: (problem: Problem | undefined) =>
      void show(problem ? mistakesOf(problem, { draft, viewerId: user.id, held, policy: account }) : {}, problem),
  };
}
