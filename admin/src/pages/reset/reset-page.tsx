import { Card } from '../../parts/card';

/** To be built. */
export default function ResetPage() {
  return <Card title="Reset your password">{null}</Card>;
}
