import type { Exchange } from './exchange';
import type { SchemaState } from './connection';

interface Props {
  schema: SchemaState;
  last: Partial<Record<Exchange['purpose'], Exchange>>;
}

/** The strip under the bar: what was refused, else what to do first. A live region, so it is always there. */
export function Notice({ schema, last }: Props) {
  return (
    <div className="notices" aria-live="polite">
      {schema === 'none' && !last.operation?.problem && (
        <p className="notice hint">Enter a token to load the schema. Public operations work without one.</p>
      )}
      <ProblemNotice exchange={last.schema} />
      <ProblemNotice exchange={last.operation} />
    </div>
  );
}

function ProblemNotice({ exchange }: { exchange: Exchange | undefined }) {
  const problem = exchange?.problem;
  if (!problem) return null;
  return (
    <div className="notice problem">
      <p>
        {exchange.purpose === 'schema' && 'Schema not loaded. '}
        <strong>{problem.title}</strong>
      </p>
      {problem.details.length > 0 && (
        <ul>
          {problem.details.map((detail) => (
            <li key={detail}>{detail}</li>
          ))}
        </ul>
      )}
    </div>
  );
}
