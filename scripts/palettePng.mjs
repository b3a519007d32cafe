// Makes a PNG of a screen small: at most 256 colours, a byte for each pixel, and no more than the part that is wanted; without any package.
import { crc32, deflateSync, inflateSync } from "node:zlib";

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/**
 * Reads 8-bit RGB or RGBA without interlacing, which is what browsers write; what is transparent in it is lost.
 * `part`: left, top, width and height of what is kept.
 */
export function withPalette(png, { colours = 256, part } = {}) {
  const whole = read(png);
  const { channels } = whole;
  const [left, top, width, height] = part ?? [0, 0, whole.width, whole.height];
  const pixels = cut(unfiltered(inflateSync(whole.data), whole.width, whole.height, channels), whole, left, top, width, height);
  const { palette, indexOf } = paletteOf(pixels, channels, colours);
  const rows = Buffer.alloc((width + 1) * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) rows[y * (width + 1) + 1 + x] = indexOf((y * width + x) * channels);
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 3, 0, 0, 0], 8);
  const parts = [chunk("IHDR", header), chunk("PLTE", palette), chunk("IDAT", deflateSync(rows, { level: 9, memLevel: 9 }))];
  return Buffer.concat([signature, ...parts, chunk("IEND", Buffer.alloc(0))]);
}

function read(png) {
  let [width, height, channels] = [0, 0, 0];
  const data = [];
  for (let at = signature.length; at < png.length; ) {
    const length = png.readUInt32BE(at);
    const kind = png.toString("latin1", at + 4, at + 8);
    const body = png.subarray(at + 8, at + 8 + length);
    if (kind === "IHDR") {
      width = body.readUInt32BE(0);
      height = body.readUInt32BE(4);
      channels = { 2: 3, 6: 4 }[body[9]];
      if (body[8] !== 8 || channels === undefined || body[12] !== 0) throw new Error("not a PNG of 8-bit colours");
    }
    if (kind === "IDAT") data.push(body);
    at += length + 12;
  }
  return { width, height, channels, data: Buffer.concat(data) };
}

function cut(pixels, { width: whole, channels }, left, top, width, height) {
  const rows = Array.from({ length: height }, (_, y) => {
    const from = ((top + y) * whole + left) * channels;
    return pixels.subarray(from, from + width * channels);
  });
  return Buffer.concat(rows);
}

/** Takes back the filter that each row begins with (PNG specification, section 9). */
function unfiltered(raw, width, height, channels) {
  const row = width * channels;
  const out = Buffer.alloc(row * height);
  for (let y = 0; y < height; y++) {
    const filter = raw[y * (row + 1)];
    for (let x = 0; x < row; x++) {
      const left = x >= channels ? out[y * row + x - channels] : 0;
      const up = y > 0 ? out[(y - 1) * row + x] : 0;
      const corner = x >= channels && y > 0 ? out[(y - 1) * row + x - channels] : 0;
      const predicted = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter];
      out[y * row + x] = raw[y * (row + 1) + 1 + x] + predicted;
    }
  }
  return out;
}

function paeth(left, up, corner) {
  const p = left + up - corner;
  const [a, b, c] = [Math.abs(p - left), Math.abs(p - up), Math.abs(p - corner)];
  if (a <= b && a <= c) return left;
  return b <= c ? up : corner;
}

/** The most frequent colours as they are; the others become the nearest of these. */
function paletteOf(pixels, channels, most) {
  const counts = new Map();
  const colourAt = (at) => (pixels[at] << 16) | (pixels[at + 1] << 8) | pixels[at + 2];
  for (let at = 0; at < pixels.length; at += channels) counts.set(colourAt(at), (counts.get(colourAt(at)) ?? 0) + 1);
  const chosen = spread(
    [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0]).map(([colour]) => colour),
    most,
  );
  const known = new Map(chosen.map((colour, index) => [colour, index]));
  const indexOf = (at) => {
    const colour = colourAt(at);
    const index = known.get(colour) ?? nearest(colour, chosen);
    known.set(colour, index);
    return index;
  };
  const palette = Buffer.from(chosen.flatMap((colour) => [colour >> 16, (colour >> 8) & 255, colour & 255]));
  return { palette, indexOf };
}

/** Half of the places go to the most frequent colours; the rest to those that differ enough from all that are chosen. */
function spread(colours, most) {
  const chosen = colours.slice(0, most / 2);
  for (const least of [900, 300, 75, 0]) {
    for (const colour of colours) {
      if (chosen.length === most) return chosen;
      if (distance(colour, chosen[nearest(colour, chosen)]) > least) chosen.push(colour);
    }
  }
  return chosen;
}

function nearest(colour, chosen) {
  let best = 0;
  for (let i = 1; i < chosen.length; i++) if (distance(colour, chosen[i]) < distance(colour, chosen[best])) best = i;
  return best;
}

function distance(a, b) {
  return ((a >> 16) - (b >> 16)) ** 2 + (((a >> 8) & 255) - ((b >> 8) & 255)) ** 2 + ((a & 255) - (b & 255)) ** 2;
}

function chunk(kind, body) {
  const out = Buffer.alloc(body.length + 12);
  out.writeUInt32BE(body.length, 0);
  out.write(kind, 4, "latin1");
  body.copy(out, 8);
  out.writeUInt32BE(crc32(out.subarray(4, body.length + 8)), body.length + 8);
  return out;
}
