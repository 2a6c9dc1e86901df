import { useEffect, useState } from 'react';

/** Leaves a form that is saved. `going` takes the guard off; only then is the address changed. */
export function useGoTo(navigate: (to: string) => void): ((to: string) => void) & { readonly going: boolean } {
  const [target, setTarget] = useState<string>();
  useEffect(() => {
    if (target !== undefined) navigate(target);
  }, [target, navigate]);
  return Object.assign((to: string) => setTarget(to), { going: target !== undefined });
}
