import { Card } from '../../parts/card';

/** To be built. */
export default function InvitationPage() {
  return <Card title="Welcome">{null}</Card>;
}
