import type { Rule } from './retention';

/** A rule as the form has it; null: for ever. */
export interface AskedRule {
  readonly definition: string | null;
  readonly completedDays: number | null;
  readonly compensatedDays: number | null;
  readonly abandonedDays: number | null;
}

/** On the command line; `seen`: what it stands for. */
export function cliOfRule(asked: AskedRule, seen: Pick<Rule, 'revision'> | null) {
  const textOrNone = (value: number | undefined | null): string | undefined =>
    typeof value === 'number' ? String(value) : undefined;
  return {
    words: ['retention', 'set'],
    options: {
      definition: asked.definition ?? undefined,
      'completed-days': textOrNone(asked.completedDays),
      'compensated-days': textOrNone(asked.compensatedDays),
      'abandoned-days': textOrNone(asked.abandonedDays),
      'expected-revision': textOrNone(seen?.revision),
    },
  };
}
