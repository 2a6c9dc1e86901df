import { Page } from '../../parts/page';

/** To be built. */
export default function UsersPage() {
  return <Page title="Users">{null}</Page>;
}
