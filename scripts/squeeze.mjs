// Squeezes the long texts that are shipped: a zip looks back 32 kB only, and our pages repeat themselves over a megabyte. What is
// written is read by server/src/knowledge/squeezed.ts, which tells the form; the two change together.

const steps = 100;
const shortest = 3;
const longest = 1000;
const buckets = 1 << 18;

/** The form of a text. */
export function squeezed(text) {
  const bytes = Buffer.from(text);
  const coder = new Coder();
  const models = new Map();
  const model = (name, size) => {
    if (!models.has(name)) models.set(name, { fast: new Uint16Array(size).fill(32768), slow: new Uint16Array(size).fill(32768) });
    return models.get(name);
  };
  const tree = (of, base, bits, value) => {
    for (let i = bits - 1, node = 1; i >= 0; i--) {
      const bit = (value >> i) & 1;
      coder.put(of, base + node, bit);
      node = node * 2 + bit;
    }
  };
  const number = (name, context, value) => {
    const bits = 31 - Math.clz32(value);
    tree(model(`${name} size`, 128), context * 32, 5, bits);
    for (let i = bits - 1, node = 1; i >= 0; i--) {
      const bit = (value >> i) & 1;
      coder.put(model(name, 1024), bits * 32 + (node < 16 ? node : 31), bit);
      node = Math.min(node * 2 + bit, 16);
    }
  };
  let before = 0;
  for (const { at, length, back } of pieces(bytes)) {
    const last = bytes[at - 1] ?? 0;
    coder.put(model("kind", 1024), before * 256 + last, length > 1 ? 1 : 0);
    if (length === 1) tree(model("byte", 65536), last * 256, 8, bytes[at]);
    else {
      number("length", 0, length - 1);
      number("back", Math.min(length - 2, 3), back);
    }
    before = (before * 2 + (length > 1 ? 1 : 0)) & 3;
  }
  const head = Buffer.alloc(4);
  head.writeUInt32BE(bytes.length);
  return Buffer.concat([head, coder.end()]);
}

/** Single bytes, and repetitions of what stands some bytes back: the cheapest way through all, by an estimate of what each costs. */
function pieces(bytes) {
  const size = bytes.length;
  const [cost, length, back] = [
    new Float32Array(size + 1).fill(Number.POSITIVE_INFINITY),
    new Int32Array(size + 1),
    new Int32Array(size + 1),
  ];
  const take = (to, price, long, far) => {
    if (price >= cost[to]) return;
    cost[to] = price;
    length[to] = long;
    back[to] = far;
  };
  const [newest, older] = [new Int32Array(buckets).fill(-1), new Int32Array(size)];
  cost[0] = 0;
  for (let at = 0; at < size; at++) {
    take(at + 1, cost[at] + 4.8, 1, 0);
    if (at + shortest > size) continue;
    const bucket = (Math.imul(bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16), 0x9e3779b1) >>> 14) % buckets;
    for (let from = newest[bucket], step = 0, known = shortest - 1; from >= 0 && step < steps; from = older[from], step++) {
      const same = sameBytes(bytes, from, at, known);
      const far = at - from;
      for (let long = known + 1; long <= same; long++)
        take(at + long, cost[at] + 6 + 0.95 * Math.log2(far) + 0.8 * Math.log2(long), long, far);
      known = Math.max(known, same);
    }
    older[at] = newest[bucket];
    newest[bucket] = at;
  }
  const way = [];
  for (let to = size; to > 0; to -= length[to]) way.push({ at: to - length[to], length: length[to], back: back[to] });
  return way.reverse();
}

/** How many bytes are the same at both places; 0 where they are no more than are known. */
function sameBytes(bytes, from, at, known) {
  const most = Math.min(bytes.length - at, longest);
  if (known >= most || bytes[from + known] !== bytes[at + known]) return 0;
  let same = 0;
  while (same < most && bytes[from + same] === bytes[at + same]) same++;
  return same;
}

/** Writes bits in less room the better they were foreseen. */
class Coder {
  bytes = [];
  low = 0;
  high = 0xffffffff;

  put({ fast, slow }, at, bit) {
    const foreseen = (fast[at] + slow[at]) >>> 1;
    const range = this.high - this.low;
    const middle = this.low + (range >>> 16) * foreseen + (((range & 0xffff) * foreseen) >>> 16);
    if (bit) this.high = middle;
    else this.low = middle + 1;
    fast[at] += bit ? (65535 - fast[at]) >> 4 : -(fast[at] >> 4);
    slow[at] += bit ? (65535 - slow[at]) >> 6 : -(slow[at] >> 6);
    while ((this.low ^ this.high) >>> 24 === 0) {
      this.bytes.push(this.high >>> 24);
      this.low = (this.low << 8) >>> 0;
      this.high = ((this.high << 8) | 255) >>> 0;
    }
  }

  end() {
    return Buffer.from([...this.bytes, this.low >>> 24, (this.low >>> 16) & 255, (this.low >>> 8) & 255, this.low & 255]);
  }
}
