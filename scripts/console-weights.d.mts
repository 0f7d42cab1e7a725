/** What a browser loads for a view, in KiB of Brotli. */
export interface ViewWeight {
  /** `first`, the source of a further view, or `all`. */
  readonly view: string;
  readonly kib: number;
}

export function weightsOfConsole(): readonly ViewWeight[];
