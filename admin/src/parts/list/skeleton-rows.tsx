import { Skeleton, VisuallyHidden } from '@mantine/core';
import { useEffect, useState } from 'react';

const AFTER_MS = 150;

/** In the size of what comes; not before 150 ms, so that quick answers don't flicker. */
export function SkeletonRows({ count }: { count: number }) {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), AFTER_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div className="skeleton-rows" aria-busy>
      <VisuallyHidden role="status">Loading…</VisuallyHidden>
      {late &&
        Array.from({ length: Math.min(count, 20) }, (_, index) => <Skeleton key={index} height={44} radius={0} />)}
    </div>
  );
}
