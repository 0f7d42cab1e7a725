/** See progress.mjs. `now` gives ms. */
export function progressOn(
  stream: { readonly isTTY?: boolean; write(text: string): unknown },
  now?: () => number,
): { tell(text: string): void; end(): void };
