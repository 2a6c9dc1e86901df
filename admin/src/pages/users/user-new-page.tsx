import { Page } from '../../parts/page';

/** To be built. */
export default function UserNewPage() {
  return <Page title="New user">{null}</Page>;
}
