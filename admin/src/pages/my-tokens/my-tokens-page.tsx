import { Page } from '../../parts/page';

/** To be built. */
export default function MyTokensPage() {
  return <Page title="My tokens">{null}</Page>;
}
