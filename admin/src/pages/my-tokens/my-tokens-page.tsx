import { TokenList } from '../api-tokens/token-list';

/** The viewer's own tokens. */
export default function MyTokensPage() {
  return <TokenList mine />;
}
