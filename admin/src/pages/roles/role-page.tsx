import { Page } from '../../parts/page';

/** To be built. */
export default function RolePage() {
  return <Page title="Role">{null}</Page>;
}
