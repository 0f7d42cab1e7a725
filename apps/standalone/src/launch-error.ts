/** It cannot start, or not go on. The message is one line for whoever started it. */
export class LaunchError extends Error {
  readonly code = 'LAUNCH_FAILED';
}
