import { EXIT, exitOfHttp } from './exit-codes.js';

/** What the program tells and ends with. `code` is stable; `help` says what to do. */
export class CliError extends Error {
  override readonly name = 'CliError';
  readonly code: string;
  readonly exit: number;
  readonly help: string | null;

  constructor(
    message: string,
    {
      code,
      exit = EXIT.error,
      help = null,
      cause,
    }: { code: string; exit?: number; help?: string | null; cause?: unknown },
  ) {
    super(message, cause === undefined ? {} : { cause });
    this.code = code;
    this.exit = exit;
    this.help = help;
  }
}

/** The command line is not right, or misses something that nobody can be asked for. */
export function usage(message: string, help: string | null = null): CliError {
  return new CliError(message, { code: 'CLI_USAGE', exit: EXIT.usage, help });
}

/** A problem as the API answers it (RFC 9457). */
export interface Problem {
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  /** Left out: the conductor is of an earlier release. */
  readonly requestId?: string;
  readonly errors?: readonly {
    readonly path: string;
    readonly rule: string;
    readonly message: string;
  }[];
  readonly current?: { readonly status: string; readonly version: number };
  readonly preview?: unknown;
  readonly bulk?: unknown;
}

/** The conductor said no. */
export class ApiRefusal extends CliError {
  constructor(readonly problem: Problem) {
    super(problem.detail, {
      code: problem.code,
      exit: exitOfHttp(problem.status),
      help: helpOf(problem),
    });
  }
}

function helpOf({ status, code, requestId }: Problem): string | null {
  if (code === 'PREVIEW_OUTDATED')
    return 'It would do something else now: look at the preview anew.';
  if (code === 'VERSION_CONFLICT') return 'It changed since you looked: read it anew.';
  if (status === 401) {
    return 'Give a key: CONDUCTOR_API_KEY=…, or `conductor profile set NAME --api-key-file FILE`.';
  }
  if (status === 403) return '`conductor me` says what you may do.';
  if (status === 500 && requestId !== undefined)
    return `The conductor logged it: request ${requestId}.`;
  if (status === 429 || status === 503) return 'Try again in a moment.';
  return null;
}
