import { ApiForm } from './api-form';

/** A new API, by its SDL. */
export default function ApiNewPage() {
  return <ApiForm />;
}
