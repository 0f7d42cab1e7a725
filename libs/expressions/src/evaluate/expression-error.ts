/** An expression that compiled could not be evaluated with the values at hand. */
export class ExpressionError extends Error {
  readonly code = 'EXPRESSION_FAILED';

  constructor(
    /** The expression's source, without `${` and `}`. */
    readonly expression: string,
    reason: string,
    options?: ErrorOptions,
  ) {
    super(`\${${expression}}: ${reason}`, options);
  }
}
