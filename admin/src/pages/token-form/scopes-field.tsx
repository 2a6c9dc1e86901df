import { Button, Group, Text } from '@mantine/core';
import { useViewer } from '../../api/viewer';
import { EmptyState } from '../../parts/empty-state';
import { Outline } from '../../parts/loaded';
import type { Catalogue, CatalogueState } from '../../parts/scope-tree/catalogue';
import type { ScopePickerProps } from '../../parts/scope-tree/scope-picker';
import { ScopePickerField } from '../../parts/scope-tree/scope-picker-field';
import type { Owner } from './draft';
import { excessWords } from './mistakes';

interface ScopesFieldProps extends Omit<ScopePickerProps, 'label' | 'catalogue'> {
  catalogue: CatalogueState;
  owner: Owner;
  onChange: (ticked: ReadonlySet<string>) => void;
  /** Ticked, and not to be given. */
  excess: readonly string[];
  error?: string;
}

/** The list of a CUSTOM token; on a small screen behind a button that opens it as a whole. */
export function ScopesField({ catalogue: state, owner, excess, error, ...picker }: ScopesFieldProps) {
  const { catalogue, problem, again } = state;
  if (!catalogue) return problem ? <EmptyState kind="failed" {...{ problem, again }} /> : <Outline lines={6} />;
  return (
    <div className="token-scopes">
      <Notices catalogue={catalogue} owner={owner} excess={excess} error={error} {...picker} />
      <ScopePickerField label={`Scopes of the token of ${owner.displayName}`} catalogue={catalogue} {...picker} />
    </div>
  );
}

type NoticesProps = Pick<ScopesFieldProps, 'owner' | 'excess' | 'error' | 'ticked' | 'onChange'> & {
  catalogue: Catalogue;
};

/** What stands on the list and shouldn't, each with its way out. */
function Notices({ catalogue, owner, excess, error, ticked, onChange }: NoticesProps) {
  const { scopes: held } = useViewer();
  const unknown = [...ticked].filter((scope) => !catalogue.byScope.has(scope));
  const known = excess.filter((scope) => catalogue.byScope.has(scope));
  const without = (scopes: readonly string[]) =>
    onChange(new Set([...ticked].filter((each) => !scopes.includes(each))));
  const words = error ?? (known.length > 0 ? excessWords(known, owner.displayName, held) : undefined);
  return (
    <>
      {unknown.length > 0 && (
        <Notice
          text={`${unknown.join(', ')}: no such ${unknown.length > 1 ? 'scopes' : 'scope'} here.`}
          out={() => without(unknown)}
          count={unknown.length}
        />
      )}
      {words && <Notice text={words} out={known.length > 0 ? () => without(known) : undefined} count={known.length} />}
    </>
  );
}

function Notice({ text, out, count }: { text: string; out?: () => void; count: number }) {
  return (
    <Group gap="xs" role="alert" className="token-notice">
      <Text size="sm" c="red">
        {text}
      </Text>
      {out && (
        <Button size="compact-sm" variant="default" onClick={out}>
          Take {count > 1 ? 'them' : 'it'} out
        </Button>
      )}
    </Group>
  );
}
