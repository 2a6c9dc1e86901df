import './scope-chip.css';

export interface ScopeChipProps {
  scope: string;
  /** `added` and `removed` in a comparison; `off`: given, and counts for nothing now. */
  state?: 'added' | 'removed' | 'off';
}

const SIGNS = { added: '+ ', removed: '− ', off: '' };

/** A scope: the resource quiet, the verb strong. */
export function ScopeChip({ scope, state }: ScopeChipProps) {
  const cut = scope.lastIndexOf(':') + 1;
  return (
    <code className="scope" data-state={state}>
      {state && SIGNS[state]}
      <span>{scope.slice(0, cut)}</span>
      <b>{scope.slice(cut)}</b>
    </code>
  );
}
