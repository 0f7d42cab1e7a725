import type { Command, ReplyOutcome } from '#engine';
import { UNDONE, VirtualInbox } from '#simulation';
import { FakeChildren } from './fake-children.js';
import type { GivenAnswers } from './given-answers.js';

/**
 * Participants that answer as a test says, and keep a participant's duties: one effect for each
 * key, a stored reply for duplicates, and a fence for what never happened.
 */
export class FakeParticipants {
  /** Commands whose effects were undone later, in that order. */
  readonly undone: string[] = [];
  private readonly inbox = new VirtualInbox();
  private readonly children: FakeChildren;

  constructor(private readonly answers: GivenAnswers) {
    this.children = new FakeChildren(answers, this.undone);
  }

  /** null: it is never answered. */
  receive(command: Command): ReplyOutcome | null {
    if (command.child !== undefined) return this.children.receive(command);
    const outcome = this.answerTo(command);
    const isLost = command.direction !== 'inquire' && this.answers.isReplyLost(command);
    return isLost ? null : outcome;
  }

  private answerTo(command: Command): ReplyOutcome | null {
    const { direction, step, iteration } = command;
    const key = `${step}/${iteration}`;
    if (direction !== 'compensate') {
      return this.inbox.answer(direction, key, () => this.answers.answerTo(command));
    }
    // asked first: one that a test has fail does so where nothing is to be undone, too
    const undone = this.answers.answerTo(command, UNDONE.output);
    if (undone?.type !== 'succeeded') return undone;
    return this.inbox.answer(direction, key, () => {
      this.undone.push(step);
      return undone;
    });
  }
}
