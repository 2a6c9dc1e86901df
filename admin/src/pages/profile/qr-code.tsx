import { useMemo } from 'react';
import { encode } from 'uqr';

const SIZE = 200;

/** An SVG in the page: no picture to load, and nothing leaves the browser. Always dark on white, for cameras. */
export function QrCode({ text, label }: { text: string; label: string }) {
  const { path, modules } = useMemo(() => {
    const { data, size } = encode(text, { border: 3 });
    const dark = data.flatMap((line, y) => line.map((on, x) => (on ? `M${x} ${y}h1v1h-1z` : '')));
    return { path: dark.join(''), modules: size };
  }, [text]);
  return (
    <svg viewBox={`0 0 ${modules} ${modules}`} width={SIZE} height={SIZE} role="img" aria-label={label}>
      <rect width={modules} height={modules} rx={1.5} fill="#fff" />
      <path d={path} fill="#000" shapeRendering="crispEdges" />
    </svg>
  );
}
