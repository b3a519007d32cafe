// Makes a PNG of a screen small: at most 256 colours, no more bits for a pixel than they need, and no more than the part that is wanted;
// without any package.
import { constants, crc32, deflateSync, inflateSync } from "node:zlib";

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/**
 * Reads 8-bit RGB or RGBA without interlacing, which is what browsers write.
 * `part`: left, top, width and height of what is kept.
 */
export function withPalette(png, { colours = 256, part } = {}) {
  const whole = read(png);
  const { channels } = whole;
  const [left, top, width, height] = part ?? [0, 0, whole.width, whole.height];
  const pixels = cut(unfiltered(inflateSync(whole.data), whole.width, whole.height, channels), whole, left, top, width, height);
  const { palette, opacities, indexOf } = paletteOf(pixels, channels, colours);
  const depth = palette.length <= 3 * 16 ? 4 : 8;
  const rows = packed(width, height, depth, (x, y) => indexOf((y * width + x) * channels));
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([depth, 3, 0, 0, 0], 8);
  const seenThrough = opacities.some((one) => one < 255) ? [chunk("tRNS", opacities)] : [];
  const parts = [chunk("IHDR", header), chunk("PLTE", palette), ...seenThrough, chunk("IDAT", deflated(rows))];
  return Buffer.concat([signature, ...parts, chunk("IEND", Buffer.alloc(0))]);
}

/** Rows of indices, each behind the byte that says that it is not filtered. */
function packed(width, height, depth, indexAt) {
  const row = 1 + Math.ceil((width * depth) / 8);
  const rows = Buffer.alloc(row * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = y * row + 1 + Math.floor((x * depth) / 8);
      rows[at] |= depth === 8 || x % 2 === 1 ? indexAt(x, y) : indexAt(x, y) << 4;
    }
  }
  return rows;
}

/** Whichever way of searching finds most. */
function deflated(rows) {
  const strategies = [constants.Z_DEFAULT_STRATEGY, constants.Z_FILTERED, constants.Z_RLE];
  const tried = strategies.flatMap((strategy) => [8, 9].map((memLevel) => deflateSync(rows, { level: 9, memLevel, strategy })));
  return tried.reduce((best, one) => (one.length < best.length ? one : best));
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

/** The most frequent colours as they are; the others become the nearest of these. A colour is 0xAARRGGBB. */
function paletteOf(pixels, channels, most) {
  const counts = new Map();
  const opacityAt = (at) => (channels === 4 ? pixels[at + 3] : 255);
  const colourAt = (at) => opacityAt(at) * 2 ** 24 + ((pixels[at] << 16) | (pixels[at + 1] << 8) | pixels[at + 2]);
  for (let at = 0; at < pixels.length; at += channels) counts.set(colourAt(at), (counts.get(colourAt(at)) ?? 0) + 1);
  const chosen = spread(counts, most);
  const known = new Map(chosen.map((colour, index) => [colour, index]));
  const indexOf = (at) => {
    const colour = colourAt(at);
    const index = known.get(colour) ?? nearest(colour, chosen);
    known.set(colour, index);
    return index;
  };
  const palette = Buffer.from(chosen.flatMap((colour) => [(colour >> 16) & 255, (colour >> 8) & 255, colour & 255]));
  return { palette, opacities: Buffer.from(chosen.map((colour) => colour >>> 24)), indexOf };
}

/** One after the other the colour that is worst served by those before it: far from them all, and seen often. */
function spread(counts, most) {
  const rest = [...counts]
    .sort((a, b) => b[1] - a[1] || a[0] - b[0])
    .map(([colour, count]) => ({ colour, weight: count ** 0.5, error: Infinity }));
  const chosen = [];
  while (chosen.length < most && rest.length > 0) {
    let worst = 0;
    for (let i = 1; i < rest.length; i++) if (rest[i].error * rest[i].weight > rest[worst].error * rest[worst].weight) worst = i;
    const [{ colour }] = rest.splice(worst, 1);
    chosen.push(colour);
    for (const one of rest) one.error = Math.min(one.error, distance(one.colour, colour));
  }
  return chosen;
}

function nearest(colour, chosen) {
  let best = 0;
  for (let i = 1; i < chosen.length; i++) if (distance(colour, chosen[i]) < distance(colour, chosen[best])) best = i;
  return best;
}

function distance(a, b) {
  const of = (shift) => (((a >>> shift) & 255) - ((b >>> shift) & 255)) ** 2;
  return of(24) + of(16) + of(8) + of(0);
}

function chunk(kind, body) {
  const out = Buffer.alloc(body.length + 12);
  out.writeUInt32BE(body.length, 0);
  out.write(kind, 4, "latin1");
  body.copy(out, 8);
  out.writeUInt32BE(crc32(out.subarray(4, body.length + 8)), body.length + 8);
  return out;
}
