import { Page } from '../../parts/page';

/** To be built. */
export default function PresetsPage() {
  return <Page title="Presets">{null}</Page>;
}
