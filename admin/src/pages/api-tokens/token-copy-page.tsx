import { Page } from '../../parts/page';

/** To be built. */
export default function TokenCopyPage() {
  return <Page title="Copy token">{null}</Page>;
}
