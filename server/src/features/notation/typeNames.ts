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
  bind: { name: "address", written: "<address>:<port>[,…]" },
  cidr: { name: "address", written: "<address>[/<mask>]" },
  empty: { name: "", written: "" },
  expr: { name: "sample" },
  fmt: { name: "format" },
  hex: { name: "hexadecimal" },
  int: { name: "number" },
  integer: { name: "number" },
  new: { name: "name" },
  nonempty: { name: "text" },
  nonumber: { name: "text" },
  nonzero: { name: "number" },
  path: { name: "file" },
  ports: { name: "ports", written: "<port>[-<port>]" },
  positive: { name: "number" },
  "regex-flags": { name: "flags" },
  sint: { name: "number" },
  source: { name: "address", written: "<address>[:<port>[-<port>]]" },
  string: { name: "text" },
  "time:s": { name: "seconds" },
  var: { name: "variable", written: "<scope>.<name>" },
};

/** One word: "backend" for `<ref:backend>`, "number" for `<int:1..10>`. */
export function typeName(type: string, parameter: string | undefined): string {
  return known(type, parameter).name;
}

/** As a line of documentation has it: `<address>[:<port>]`, `<1..10>`. */
export function typeWritten(type: string, parameter: string | undefined): string {
  if (type === "int" && parameter !== undefined) return `<${parameter.replace(/\.\.(?:2147483647|4294967295)$/, "..")}>`;
  const { name, written } = known(type, parameter);
  return written ?? `<${name}>`;
}

function known(type: string, parameter: string | undefined): TypeName {
  if ((type === "ref" || type === "refs" || type === "string") && parameter !== undefined) return { name: parameter };
  return types[`${type}:${parameter}`] ?? types[type] ?? { name: type };
}
