/** What the traffic map's panel and the page in it say to each other. */
export type ToPage =
  | { readonly kind: "drawing"; readonly svg: string; readonly style: string }
  | { readonly kind: "cursor"; readonly uri: string; readonly line: number };

export type ToPanel =
  | { readonly kind: "ready" }
  | { readonly kind: "open"; readonly uri: string; readonly line: number }
  /** `data` is the file's text, or for a PNG its bytes in base 64. */
  | { readonly kind: "export"; readonly format: "svg" | "png"; readonly data: string };
