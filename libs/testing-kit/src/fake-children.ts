import type { Command, ReplyOutcome, SagaError } from '#engine';
import type { GivenAnswers } from './given-answers.js';

interface Child {
  /** null: it is running, and does not end by itself. */
  outcome: ReplyOutcome | null;
  isUndone: boolean;
}

/**
 * Child sagas that end as a test says. How a child goes back is a matter of its own definition, so
 * tests do not specify it: a child that failed has undone itself, and one that is running or
 * completed undoes itself when told to. What a child left that `errored`, as an abandoned one does,
 * is unknown.
 */
export class FakeChildren {
  private readonly children = new Map<string, Child>();

  /** Names of undone steps are added to `undone`. */
  constructor(
    private readonly answers: GivenAnswers,
    private readonly undone: string[],
  ) {}

  /** null: it has not ended. */
  receive(command: Command): ReplyOutcome | null {
    const key = `${command.step}/${command.iteration}`;
    const child = this.children.get(key) ?? this.begin(key, command);
    if (child.isUndone && command.direction !== 'compensate') return TAKEN_BACK;
    switch (command.direction) {
      case 'execute':
        return child.outcome;
      case 'compensate':
        return this.undo(child, command.step);
      case 'inquire':
        return (child.outcome ??= TAKEN_BACK);
      default:
        return command.direction satisfies never;
    }
  }

  /** A child that is told to go back before it was told to start never does anything. */
  private begin(key: string, command: Command): Child {
    const isToBegin = command.direction === 'execute';
    const outcome = isToBegin ? this.answers.answerTo(command) : TAKEN_BACK;
    const child = { outcome, isUndone: false };
    this.children.set(key, child);
    return child;
  }

  private undo(child: Child, step: string): ReplyOutcome {
    if (child.outcome?.type === 'errored') return { type: 'refused', error: child.outcome.error };
    if (child.outcome?.type === 'refused') return undoneWith('nothing-to-undo');
    if (!child.isUndone) this.undone.push(step);
    child.isUndone = true;
    return undoneWith('undone');
  }
}

const ERROR: SagaError = { code: 'CHILD_COMPENSATED', message: 'it was taken back' };
const TAKEN_BACK: ReplyOutcome = { type: 'refused', error: ERROR };

function undoneWith(result: 'undone' | 'nothing-to-undo'): ReplyOutcome {
  return { type: 'succeeded', output: { result } };
}
