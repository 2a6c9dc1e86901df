import { Page } from '../../parts/page';

/** To be built. */
export default function ProfilePage() {
  return <Page title="Profile">{null}</Page>;
}
