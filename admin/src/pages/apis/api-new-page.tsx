import { Page } from '../../parts/page';

/** To be built. */
export default function ApiNewPage() {
  return <Page title="New API">{null}</Page>;
}
