import { Page } from '../../parts/page';

/** To be built. */
export default function PresetPage() {
  return <Page title="Preset">{null}</Page>;
}
