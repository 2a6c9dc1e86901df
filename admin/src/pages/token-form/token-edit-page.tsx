import { useQuery } from 'urql';
import { useParams } from 'wouter';
import { EmptyState } from '../../parts/empty-state';
import { Loaded } from '../../parts/loaded';
import { useTokenRights } from '../api-tokens/rights';
import { useKept } from '../../parts/use-kept';
import { type EditedToken, TOKEN } from './documents';
import { EditForm } from './edit-form';
import './token-form.css';

/** Changes a token. Asked anew each time: an edit begins with what is there now. */
export default function TokenEditPage() {
  const { id } = useParams<{ id: string }>();
  const query = useQuery({ query: TOKEN, variables: { id }, requestPolicy: 'network-only' });
  return (
    <Loaded of={query} lines={8} page="Edit token">
      {({ apiToken }) => <Edit key={id} id={id} found={apiToken} />}
    </Loaded>
  );
}

function Edit({ id, found }: { id: string; found: EditedToken | null }) {
  const { manages } = useTokenRights();
  const token = useKept(id, found);
  if (!token) return <EmptyState kind="no-page" />;
  if (!manages(token)) return <EmptyState kind="no-right" scopes={['api-tokens:manage']} />;
  return <EditForm token={token} />;
}
