import { EvaluationFault } from './evaluation-fault.js';

/**
 * What one mapping or condition may cost, all its expressions together: some 70 ms. An ordinary one
 * spends a few dozen.
 */
const STEPS_MAX = 1_500_000;
/** The cost limit of a whole decision: it runs in a transaction that others wait for. */
const DECISION_STEPS_MAX = 1_500_000;
/** As JSON text, roughly; the engine allows a command's data no more. */
const RESULT_CHARS_MAX = 1024 * 1024;
/** A step's worth of looking through a text. */
const CHARS_PER_STEP = 16;

/** Shared by all evaluations of one decision. */
export interface StepBudget {
  stepsLeft: number;
  /** What was charged once, and costs nothing more. */
  readonly charged: Set<string>;
}

export function newBudget(): StepBudget {
  return { stepsLeft: DECISION_STEPS_MAX, charged: new Set() };
}

/** Counts what an evaluation does, and stops it where it would run away. */
export class Meter {
  private stepsLeft = STEPS_MAX;
  private charsLeft = RESULT_CHARS_MAX;

  constructor(private readonly budget: StepBudget = newBudget()) {}

  /** @throws EvaluationFault `limit` */
  spend(steps: number): void {
    this.stepsLeft -= steps;
    this.budget.stepsLeft -= steps;
    if (this.stepsLeft < 0 || this.budget.stepsLeft < 0)
      throw new EvaluationFault('limit', 'takes too many steps');
  }

  /** What one decision has to pay once, whatever is kept of it. @throws EvaluationFault `limit` */
  spendOnce(name: string, steps: number): void {
    if (this.budget.charged.has(name)) return;
    this.budget.charged.add(name);
    this.spend(steps);
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
