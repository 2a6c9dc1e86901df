import { useMemo, useRef, useState } from 'react';
import { createFetcher, type Exchange } from './exchange';
import { NO_TOKEN, type TokenEntry } from './token';

/** `none`: not asked for yet. */
export type SchemaState = 'none' | 'loading' | 'loaded' | 'refused';

type LastExchanges = Partial<Record<Exchange['purpose'], Exchange>>;

/** The token, and what was asked with it: the last operation, and the schema as that token may see it. */
export function useConnection() {
  const entry = useRef<TokenEntry>(NO_TOKEN);
  const asked = useRef({ token: '', times: 0 });
  const [times, setTimes] = useState(0);
  const [schema, setSchema] = useState<SchemaState>('none');
  const [last, setLast] = useState<LastExchanges>({});

  const fetcher = useMemo(() => {
    const report = (exchange: Exchange) => {
      if (exchange.purpose === 'schema') {
        if (times !== asked.current.times) return; // another token was entered meanwhile
        setSchema(exchange.problem === null ? 'loaded' : 'refused');
      }
      setLast((before) => ({ ...before, [exchange.purpose]: exchange }));
    };
    return createFetcher({ tokenEntry: () => entry.current, report });
  }, [times]);

  const ask = (state: SchemaState) => {
    asked.current = { token: entry.current.token, times: asked.current.times + 1 };
    setTimes(asked.current.times);
    setSchema(state);
    setLast({});
  };
  const loadSchema = () => entry.current.mistake === null && ask('loading');
  const settleToken = () => {
    const { token, mistake } = entry.current;
    if (mistake !== null || token === asked.current.token) return;
    if (token === '') ask('none');
    else loadSchema();
  };
  const enterToken = (next: TokenEntry) => {
    entry.current = next;
  };

  return { fetcher, schema, last, enterToken, settleToken, loadSchema };
}
