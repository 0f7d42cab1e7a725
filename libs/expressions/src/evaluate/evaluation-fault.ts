/**
 * Why an expression has no value. `missing`: it names something that is not there, which `has` and
 * `coalesce` can deal with. `limit`: it takes too long or gets too large; nothing absorbs that.
 */
export class EvaluationFault extends Error {
  readonly code = 'EVALUATION_FAULT';

  constructor(
    readonly reason: 'missing' | 'value' | 'limit',
    message: string,
  ) {
    super(message);
  }
}
