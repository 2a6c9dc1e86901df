import { useQuery } from 'urql';
import { useParams } from 'wouter';
import { EmptyState } from '../../parts/empty-state';
import { Loaded } from '../../parts/loaded';
import { useKept } from '../../parts/use-kept';
import { API, type ShownApi } from './api-documents';
import { ApiForm } from './api-form';

/** A new version of an API, or only other words about it. */
export default function ApiEditPage() {
  const { id = '' } = useParams();
  const query = useQuery({ query: API, variables: { id } });
  // The form keeps what was there when it opened: a refresh in between must not change what is being edited.
  return (
    <Loaded of={query} page="API">
      {({ api }) => <Edit key={id} id={id} found={api} />}
    </Loaded>
  );
}

function Edit({ id, found }: { id: string; found: ShownApi | null }) {
  const api = useKept(id, found);
  return api ? <ApiForm api={api} /> : <EmptyState kind="no-page" />;
}
