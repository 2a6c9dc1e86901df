import { type RefObject, useEffect, useRef } from 'react';

/**
 * For the title of a page that opens: it takes the focus, so that a reader says where one is, and the window is called
 * after it. `undefined`: the title isn't known yet, or stands inside a page.
 */
export function usePageHeading(name: string | undefined, whole = true): RefObject<HTMLHeadingElement | null> {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (!whole) return;
    if (!document.activeElement || document.activeElement === document.body) heading.current?.focus();
  }, [whole]);
  useEffect(() => {
    if (whole && name) document.title = `${name} · Scopegate`;
  }, [whole, name]);
  return heading;
}
