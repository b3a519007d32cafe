/** What we use of luaparse, which brings no types. */
declare module "luaparse" {
  interface Options {
    readonly luaVersion: "5.3";
    readonly comments: boolean;
    readonly locations: boolean;
    readonly ranges: boolean;
    readonly encodingMode: "none";
  }
  interface Luaparse {
    /** Throws an error with `line` (from 1), `column` (from 0) and `message` where the text is no Lua. */
    parse(text: string, options: Options): unknown;
  }
  const luaparse: Luaparse;
  // biome-ignore lint/style/noDefaultExport: the package has one
  export default luaparse;
}
