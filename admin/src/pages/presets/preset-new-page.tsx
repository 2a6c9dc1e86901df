import { Page } from '../../parts/page';

/** To be built. */
export default function PresetNewPage() {
  return <Page title="New preset">{null}</Page>;
}
