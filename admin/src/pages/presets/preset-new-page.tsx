import { PresetForm } from './preset-form';

/** A set of scopes with a name. */
export default function PresetNewPage() {
  return <PresetForm />;
}
