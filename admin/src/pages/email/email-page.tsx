import { Card } from '../../parts/card';

/** To be built. */
export default function EmailPage() {
  return <Card title="Confirm your e-mail">{null}</Card>;
}
