import { EvaluationFault } from './cel-value.js';

/**
 * What one mapping or condition may cost, all its expressions together. The largest input, the
 * worst accepted expression: some tenths of a second. An ordinary mapping spends a few dozen.
 */
const STEPS_MAX = 2_000_000;
/** As JSON text, roughly; the engine allows a command's data no more. */
const RESULT_CHARS_MAX = 1024 * 1024;
/** A step's worth of looking through a text. */
const CHARS_PER_STEP = 16;

/** Counts what an evaluation does, and stops it where it would run away. */
export class Meter {
  private stepsLeft = STEPS_MAX;
  private charsLeft = RESULT_CHARS_MAX;

  /** @throws EvaluationFault `limit` */
  spend(steps: number): void {
    this.stepsLeft -= steps;
    if (this.stepsLeft < 0) throw new EvaluationFault('limit', 'takes too many steps');
  }

  /** @throws EvaluationFault `limit` */
  spendOnText(chars: number): void {
    this.spend(1 + chars / CHARS_PER_STEP);
  }

  /** @throws EvaluationFault `limit` */
  addToResult(chars: number): void {
    this.charsLeft -= chars;
    if (this.charsLeft < 0) throw new EvaluationFault('limit', 'gives more than 1 MiB');
  }
}
