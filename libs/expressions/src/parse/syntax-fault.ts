/** An expression that cannot be parsed. */
export class SyntaxFault extends Error {
  readonly code = 'SYNTAX_FAULT';

  constructor(
    message: string,
    /** Where, in code units from 0. */
    readonly at: number,
  ) {
    super(message);
  }
}
