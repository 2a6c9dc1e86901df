import { Page } from '../../parts/page';

/** To be built. */
export default function RoleNewPage() {
  return <Page title="New role">{null}</Page>;
}
