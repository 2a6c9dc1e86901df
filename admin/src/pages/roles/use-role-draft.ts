import { useCallback, useState } from 'react';
import { mistakesByField, type Problem } from '../../api/problem';
import type { RoleDraft } from './role-draft';

const NAME_TAKEN = 'A role of this name exists. Choose another name.';
const FIELDS = ['name', 'description', 'permissions'];

/** The form's values and mistakes; a mistake goes as soon as its field is touched. */
export function useRoleDraft(start: RoleDraft) {
  const [draft, setDraft] = useState(start);
  const [mistakes, setMistakes] = useState<Readonly<Record<string, string>>>({});
  const [above, setAbove] = useState<Problem>();
  const [attempt, setAttempt] = useState(0);

  const patch = useCallback((part: Partial<RoleDraft>) => {
    setDraft((before) => ({ ...before, ...part }));
    setMistakes((before) => Object.fromEntries(Object.entries(before).filter(([field]) => !(field in part))));
  }, []);

  function show(found: Readonly<Record<string, string>>, problem?: Problem): boolean {
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
    above,
    attempt,
    /** Looks before anything is sent. @returns whether it may be. */
    check: (): boolean => show(draft.name.trim() === '' ? { name: 'Give it a name.' } : {}),
    /** Puts what the server refused at its fields. */
    refuse: (problem: Problem | undefined) => void show(problem ? wordsOf(problem) : {}, problem),
  };
}

function wordsOf(problem: Problem): Record<string, string> {
  if (problem.code === 'NAME_TAKEN') return { name: NAME_TAKEN };
  const fields = Object.entries(mistakesByField(problem)).filter(([field]) => FIELDS.includes(field));
  return Object.fromEntries(
    fields.map(([field, words]) => [field, problem.code === 'GRANT_EXCEEDED' ? problem.message : words]),
  );
}
