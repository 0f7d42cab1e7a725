/** See tracing.mjs. */
export function traceMessages(control: {
  readonly command: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
}): Promise<void>;
