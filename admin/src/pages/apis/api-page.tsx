import { Page } from '../../parts/page';

/** To be built. */
export default function ApiPage() {
  return <Page title="API">{null}</Page>;
}
