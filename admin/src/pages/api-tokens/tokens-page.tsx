import { Page } from '../../parts/page';

/** To be built. */
export default function TokensPage() {
  return <Page title="API tokens">{null}</Page>;
}
