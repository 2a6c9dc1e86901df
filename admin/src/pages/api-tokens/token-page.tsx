import { Page } from '../../parts/page';

/** To be built. */
export default function TokenPage() {
  return <Page title="Token">{null}</Page>;
}
