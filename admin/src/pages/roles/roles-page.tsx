import { Page } from '../../parts/page';

/** To be built. */
export default function RolesPage() {
  return <Page title="Roles">{null}</Page>;
}
