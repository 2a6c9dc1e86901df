import { Page } from '../../parts/page';

/** To be built. */
export default function UserPage() {
  return <Page title="User">{null}</Page>;
}
