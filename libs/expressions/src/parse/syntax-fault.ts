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

/** The beginning of an author's text, for messages. */
export function shortened(text: string, charsMax = 40): string {
  return text.length > charsMax ? `${text.slice(0, charsMax)}…` : text;
}
