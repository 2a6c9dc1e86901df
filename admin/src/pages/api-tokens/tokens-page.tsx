import { TokenList } from './token-list';

/** Everybody's tokens. */
export default function TokensPage() {
  return <TokenList mine={false} />;
}
