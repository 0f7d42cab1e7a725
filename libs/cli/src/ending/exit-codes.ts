/**
 * The exit codes of `conductor`: the same for every command, so that a script or a pipeline can
 * tell what came of it without reading the text.
 */
export const EXIT = {
  done: 0,
  error: 1,
  usage: 2,
  /** The state does not allow it: HTTP 409. */
  conflict: 3,
  /** Nobody is logged in, or the caller may not do it: HTTP 401 and 403. */
  denied: 4,
  notFound: 5,
  abandoned: 6,
  compensated: 7,
  /** Not at its end yet; also an act that waits for a second person. */
  running: 8,
  stuck: 9,
} as const;

/** What each code means, for the reference and for `--help`. */
export const EXIT_MEANINGS: Readonly<Record<keyof typeof EXIT, string>> = {
  done: 'done; of a saga: it is completed',
  error:
    'an error: no connection, an answer of 5xx, a file that cannot be read, faults that were found',
  usage: 'the command line is wrong, or something is missing that nobody can be asked for',
  conflict: 'the state does not allow it, or is another one than was seen (409)',
  denied: 'not logged in, or not allowed (401, 403)',
  notFound: 'there is no such thing (404)',
  abandoned: 'the saga was ended by an operator without undoing',
  compensated: 'the saga ended compensated: what it did is undone',
  running: 'the saga or the bulk has not ended yet, or the act waits for a second person',
  stuck: 'the saga is stuck: it needs a person',
};

/** How the command ends that told of a saga with this status. */
export function exitOfStatus(status: string): number {
  switch (status) {
    case 'completed':
      return EXIT.done;
    case 'compensated':
      return EXIT.compensated;
    case 'abandoned':
      return EXIT.abandoned;
    case 'stuck':
      return EXIT.stuck;
    default:
      return EXIT.running;
  }
}

/** How the command ends that was answered with this status of HTTP, 400 and more. */
export function exitOfHttp(status: number): number {
  if (status === 401 || status === 403) return EXIT.denied;
  if (status === 404) return EXIT.notFound;
  if (status === 409) return EXIT.conflict;
  return EXIT.error;
}
