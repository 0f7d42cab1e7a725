import type { Command, ReplyOutcome } from '#engine';
import { FakeChildren } from './fake-children.js';
import type { GivenAnswers } from './given-answers.js';

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

  constructor(private readonly answers: GivenAnswers) {
    this.children = new FakeChildren(answers, this.undone);
  }

  /** null: it is never answered. */
  receive(command: Command): ReplyOutcome | null {
    if (command.child !== undefined) return this.children.receive(command);
    const { direction, step, iteration } = command;
    const key = `${step}/${iteration}`;
    if (direction === 'inquire') return this.fenceOrOutcome(key);
    const outcome =
      direction === 'execute' ? this.execute(key, command) : this.compensate(key, command);
    return this.answers.isReplyLost(command) ? null : outcome;
  }

  private execute(key: string, command: Command): ReplyOutcome | null {
    const known = this.inbox.get(key);
    if (known) return known.isUndone ? FENCED : known.outcome;
    const outcome = this.answers.answerTo(command);
    const isFinal = outcome !== null && outcome.type !== 'errored';
    if (isFinal) this.inbox.set(key, { outcome, isUndone: false });
    return outcome;
  }

  private compensate(key: string, command: Command): ReplyOutcome | null {
    const outcome = this.answers.answerTo(command, UNDONE);
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

const UNDONE = { result: 'undone' };
const FENCED: ReplyOutcome = {
  type: 'refused',
  error: { code: 'FENCED', message: 'it had no effect, and will have none' },
};
const NOTHING_TO_UNDO: ReplyOutcome = {
  type: 'succeeded',
  output: { result: 'nothing-to-undo' },
};
