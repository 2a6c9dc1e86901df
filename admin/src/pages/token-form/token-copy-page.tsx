import { useQuery } from 'urql';
import { useParams } from 'wouter';
import { EmptyState } from '../../parts/empty-state';
import { Loaded } from '../../parts/loaded';
import { CopyForm } from './copy-form';
import { TOKEN } from './documents';
import './token-form.css';

/** Makes a token like another one (T15). */
export default function TokenCopyPage() {
  const { id } = useParams<{ id: string }>();
  const query = useQuery({ query: TOKEN, variables: { id }, requestPolicy: 'network-only' });
  return (
    <Loaded of={query} lines={6} page="Copy token">
      {({ apiToken }) => (apiToken ? <CopyForm key={apiToken.id} token={apiToken} /> : <EmptyState kind="no-page" />)}
    </Loaded>
  );
}
