import { Page } from '../../parts/page';

/** To be built. */
export default function ApisPage() {
  return <Page title="APIs">{null}</Page>;
}
