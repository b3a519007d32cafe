/** What the types of the grammar's notation are called for people. */

interface TypeName {
  /** Alone, as in a place to fill in. */
  readonly name: string;
  /** Written out, where that is more than the name in angle brackets. */
  readonly written?: string;
}

const types: Readonly<Record<string, TypeName>> = {
  "added-header": { name: "header" },
  address: { name: "address", written: "<address>:<port>" },
  "address?": { name: "address", written: "<address>[:<port>]" },
  atoi: { name: "number" },
  atol: { name: "number" },
  bind: { name: "address", written: "<address>:<port>[,…]" },
  "cpus-loosely": { name: "cpus" },
  cidr: { name: "address", written: "<address>[/<mask>]" },
  empty: { name: "", written: "" },
  "any-case": { name: "name" },
  expr: { name: "sample" },
  fmt: { name: "format" },
  hex: { name: "hexadecimal" },
  identifier: { name: "name" },
  "IPv-address": { name: "address" },
  "IPv-mask": { name: "mask" },
  int: { name: "number" },
  integer: { name: "number" },
  "lua-name": { name: "lua.name" },
  network: { name: "address", written: "<address>[/<mask>]" },
  new: { name: "name" },
  "node-name": { name: "name" },
  nonempty: { name: "text" },
  nonumber: { name: "text" },
  nonzero: { name: "number" },
  path: { name: "file" },
  ports: { name: "ports", written: "<port>[-<port>]" },
  positive: { name: "number" },
  "regex-flags": { name: "flags" },
  sint: { name: "number" },
  "sint:counter": { name: "counter" },
  source: { name: "address", written: "<address>[:<port>[-<port>]]" },
  string: { name: "text" },
  "time:s": { name: "seconds" },
  ulong: { name: "number" },
  cint: { name: "number" },
  var: { name: "variable", written: "<scope>.<name>" },
};

/** One word: "backend" for `<ref:backend>`, "number" for `<int:1..10>`. */
export function typeName(type: string, parameter: string | undefined): string {
  return known(type, parameter).name;
}

/** However HAProxy reads them, with a range behind. */
const numbers: ReadonlySet<string> = new Set(["int", "cint", "atoi", "atol", "ulong"]);

export function isNumber(type: string): boolean {
  return numbers.has(type);
}

/** As a line of documentation has it: `<address>[:<port>]`, `<1..10>`. */
export function typeWritten(type: string, parameter: string | undefined): string {
  if (numbers.has(type) && parameter !== undefined) return `<${parameter.replace(/\.\.(?:2147483647|4294967295)$/, "..")}>`;
  const { name, written } = known(type, parameter);
  return written ?? `<${name}>`;
}

function known(type: string, parameter: string | undefined): TypeName {
  if ((type === "ref" || type === "refs" || type === "string") && parameter !== undefined) return { name: parameter };
  return types[`${type}:${parameter}`] ?? types[type] ?? { name: type };
}
