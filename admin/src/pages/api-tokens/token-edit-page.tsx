import { Page } from '../../parts/page';

/** To be built. */
export default function TokenEditPage() {
  return <Page title="Edit token">{null}</Page>;
}
