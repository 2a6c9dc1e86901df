import { Page } from '../../parts/page';

/** To be built. */
export default function AccountPage() {
  return <Page title="Account">{null}</Page>;
}
