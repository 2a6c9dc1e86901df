import './scope-chip.css';

/** A scope: the resource quiet, the verb strong. `gone`: it counts for nothing now. */
export function ScopeChip({ scope, gone = false }: { scope: string; gone?: boolean }) {
  const cut = scope.lastIndexOf(':') + 1;
  return (
    <code className="scope-chip" data-gone={gone || undefined}>
      <span>{scope.slice(0, cut)}</span>
      <strong>{scope.slice(cut)}</strong>
    </code>
  );
}
