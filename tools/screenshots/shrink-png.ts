import { crc32, deflateSync, inflateSync } from "node:zlib";

const SIGNATURE = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]);
const COLORS = 256;

interface Picture {
  readonly width: number;
  readonly height: number;
  /** Bytes for each pixel: 3 (RGB) or 4 (RGBA). */
  readonly step: number;
  readonly pixels: Buffer;
}

/** The same picture with at most 256 colors: what a page's flat grounds and grey letters need, in half the bytes. */
export function shrinkPng(png: Buffer): Buffer {
  const picture = decode(png);
  const { palette, indexOf } = choosePalette(picture);
  const { width, height, step, pixels } = picture;
  const lines = Buffer.alloc((width + 1) * height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      lines[y * (width + 1) + x + 1] = indexOf(colorAt(pixels, (y * width + x) * step));
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  // Eight bits for each pixel, which name a color of the palette.
  header.set([8, 3, 0, 0, 0], 8);
  const shrunk = Buffer.concat([
    SIGNATURE,
    chunk("IHDR", header),
    chunk("PLTE", palette),
    chunk("IDAT", deflateSync(lines, { level: 9, memLevel: 9 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
  return shrunk.length < png.length ? shrunk : png;
}

const colorAt = (pixels: Buffer, at: number) =>
  ((pixels[at] ?? 0) << 16) | ((pixels[at + 1] ?? 0) << 8) | (pixels[at + 2] ?? 0);

/** The most frequent colors; every other becomes the nearest of them. */
function choosePalette({ pixels, step }: Picture) {
  const counts = new Map<number, number>();
  for (let at = 0; at < pixels.length; at += step) {
    const color = colorAt(pixels, at);
    counts.set(color, (counts.get(color) ?? 0) + 1);
  }
  const chosen = [...counts]
    .sort(([, one], [, other]) => other - one)
    .slice(0, COLORS)
    .map(([color]) => color);
  const known = new Map(chosen.map((color, index) => [color, index]));
  const palette = Buffer.from(chosen.flatMap((color) => [color >> 16, (color >> 8) & 255, color & 255]));
  return {
    palette,
    indexOf(color: number): number {
      const found = known.get(color) ?? nearest(chosen, color);
      known.set(color, found);
      return found;
    },
  };
}

function nearest(colors: readonly number[], wanted: number): number {
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  colors.forEach((color, index) => {
    const red = (color >> 16) - (wanted >> 16);
    const green = ((color >> 8) & 255) - ((wanted >> 8) & 255);
    const blue = (color & 255) - (wanted & 255);
    const distance = red * red + green * green + blue * blue;
    if (distance < least) [best, least] = [index, distance];
  });
  return best;
}

/** Pixels of an 8-bit PNG without interlacing, as browsers write them (PNG, third edition, §7.2 and §9). */
function decode(png: Buffer): Picture {
  const parts: Buffer[] = [];
  let [width, height, step] = [0, 0, 4];
  for (let at = SIGNATURE.length; at < png.length; ) {
    const length = png.readUInt32BE(at);
    const type = png.toString("latin1", at + 4, at + 8);
    const body = png.subarray(at + 8, at + 8 + length);
    if (type === "IHDR") [width, height, step] = [body.readUInt32BE(0), body.readUInt32BE(4), body[9] === 2 ? 3 : 4];
    if (type === "IDAT") parts.push(body);
    at += length + 12;
  }
  const raw = inflateSync(Buffer.concat(parts));
  const row = width * step;
  const pixels = Buffer.alloc(row * height);
  for (let y = 0; y < height; y += 1) {
    const filter = raw[y * (row + 1)] ?? 0;
    for (let x = 0; x < row; x += 1) {
      const left = x < step ? 0 : (pixels[y * row + x - step] ?? 0);
      const above = y === 0 ? 0 : (pixels[(y - 1) * row + x] ?? 0);
      const corner = x < step || y === 0 ? 0 : (pixels[(y - 1) * row + x - step] ?? 0);
      pixels[y * row + x] = (raw[y * (row + 1) + 1 + x] ?? 0) + predicted(filter, left, above, corner);
    }
  }
  return { width, height, step, pixels };
}

function predicted(filter: number, left: number, above: number, corner: number): number {
  if (filter === 1) return left;
  if (filter === 2) return above;
  if (filter === 3) return (left + above) >> 1;
  if (filter !== 4) return 0;
  const [toLeft, toAbove, toCorner] = [above - corner, left - corner, left + above - 2 * corner].map(Math.abs);
  if ((toLeft ?? 0) <= (toAbove ?? 0) && (toLeft ?? 0) <= (toCorner ?? 0)) return left;
  return (toAbove ?? 0) <= (toCorner ?? 0) ? above : corner;
}

function chunk(type: string, body: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, "latin1"), body]);
  const framed = Buffer.alloc(named.length + 8);
  framed.writeUInt32BE(body.length, 0);
  named.copy(framed, 4);
  framed.writeUInt32BE(crc32(named), named.length + 4);
  return framed;
}
