/** Where text goes: a terminal, a pipe, or what a test keeps. */
export interface Sink {
  write(text: string): unknown;
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  readonly rows?: number | undefined;
}

/** All that the program has of the world around it; a test gives its own. */
export interface Surroundings {
  readonly out: Sink;
  readonly err: Sink;
  readonly input: NodeJS.ReadableStream & { readonly isTTY?: boolean | undefined };
  /** The program's own. */
  readonly version: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The folder that relative names of files begin at. */
  readonly cwd: string;
  /** The user's own folder, below which profiles are kept. */
  readonly home: string;
  /** Aborted when the user interrupts. */
  readonly interrupted: AbortSignal;
  /** Opens an address in a browser; false: there is none to open it in. */
  readonly openBrowser: (url: string) => boolean;
}

/** Whether somebody can be asked: both ends are a terminal. */
export function isInteractive({ input, err }: Surroundings): boolean {
  return input.isTTY === true && err.isTTY === true;
}
