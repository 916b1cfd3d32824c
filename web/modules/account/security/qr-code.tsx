import { encode } from "uqr";

const PIXELS = 200;
/** The standard's quiet zone, without which cameras find nothing. */
const BORDER = 4;

/** A text as a square for a camera, dark on white in both themes, because many cameras read it no other way. */
export function QrCode({ text, label }: { readonly text: string; readonly label: string }) {
  const { size, data } = encode(text, { border: BORDER });
  const dark = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : [])));
  return (
    <svg role="img" aria-label={label} width={PIXELS} height={PIXELS} viewBox={`0 0 ${size} ${size}`}>
      <rect width={size} height={size} fill="#fff" />
      <path d={dark.join("")} fill="#000" shapeRendering="crispEdges" />
    </svg>
  );
}
