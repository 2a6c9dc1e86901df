import { Page } from '../../parts/page';

/** To be built. */
export default function AuditPage() {
  return <Page title="Audit">{null}</Page>;
}
