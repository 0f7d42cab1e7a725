import type { Command, ReplyOutcome } from '#saga-core';
import { type Answer, isReplyLost, succeeds } from './answers.js';
import { FakeChildren } from './fake-children.js';

interface Entry {
  readonly outcome: ReplyOutcome;
  isUndone: boolean;
}

/**
 * Participants that answer as a test says and keep the duties of a participant: an effect once for
 * each key, a stored reply for duplicates, a fence for what never happened.
 */
export class FakeParticipants {
  /** Commands that had an effect which was undone later, in that order. */
  readonly undone: string[] = [];
  private readonly inbox = new Map<string, Entry>();
  private readonly children: FakeChildren;

  /** By command: `payment.authorize`. What is left out succeeds, with `{}`. */
  constructor(private readonly answers: ReadonlyMap<string, Answer>) {
    this.children = new FakeChildren(answers, this.undone);
  }

  /** null: it is never answered. */
  receive(command: Command): ReplyOutcome | null {
    if (command.child !== undefined) return this.children.receive(command);
    const { direction, step, iteration, attempt } = command;
    const key = `${step}/${iteration}`;
    if (direction === 'inquire') return this.fenceOrOutcome(key);
    const answer = this.answers.get(command.command) ?? succeeds(OUTPUT[direction]);
    const outcome =
      direction === 'execute'
        ? this.execute(key, answer, command)
        : this.compensate(key, answer, command);
    return isReplyLost(answer, attempt) ? null : outcome;
  }

  private execute(key: string, answer: Answer, command: Command): ReplyOutcome | null {
    const known = this.inbox.get(key);
    if (known) return known.isUndone ? FENCED : known.outcome;
    const outcome = answer(command);
    const isFinal = outcome !== null && outcome.type !== 'errored';
    if (isFinal) this.inbox.set(key, { outcome, isUndone: false });
    return outcome;
  }

  private compensate(key: string, answer: Answer, command: Command): ReplyOutcome | null {
    const outcome = answer(command);
    if (outcome?.type !== 'succeeded') return outcome;
    const known = this.inbox.get(key);
    if (known?.outcome.type !== 'succeeded') {
      this.inbox.set(key, { outcome: FENCED, isUndone: false });
      return NOTHING_TO_UNDO;
    }
    if (!known.isUndone) this.undone.push(command.step);
    known.isUndone = true;
    return outcome;
  }

  private fenceOrOutcome(key: string): ReplyOutcome {
    const known = this.inbox.get(key);
    if (!known) this.inbox.set(key, { outcome: FENCED, isUndone: false });
    return known && !known.isUndone ? known.outcome : FENCED;
  }
}

const OUTPUT = { execute: {}, compensate: { result: 'undone' } } as const;
const FENCED: ReplyOutcome = {
  type: 'refused',
  error: { code: 'FENCED', message: 'it had no effect, and will have none' },
};
const NOTHING_TO_UNDO: ReplyOutcome = {
  type: 'succeeded',
  output: { result: 'nothing-to-undo' },
};
