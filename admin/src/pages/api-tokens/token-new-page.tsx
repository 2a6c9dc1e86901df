import { Page } from '../../parts/page';

/** To be built. */
export default function TokenNewPage() {
  return <Page title="New token">{null}</Page>;
}
