import type { Command, ReplyOutcome } from '#engine';
import { type Fault, faultOfIteration } from './faults.js';
import { UNDONE, VirtualInbox } from './virtual-inbox.js';

export interface SimulatedReply {
  readonly outcome: ReplyOutcome;
  /** How long after the command it comes, in ms; Infinity: when nothing else is to come. */
  readonly inMs: number;
  readonly times: 1 | 2;
}

/** Participants that keep their duties, but for one step that has a fault. */
export class SimulatedParticipants {
  /** Keys, `<step>/<iteration>`, in the order in which they were undone. */
  readonly undone: string[] = [];
  private readonly inbox = new VirtualInbox();
  private readonly rounds = new Map<string, number>();

  constructor(
    private readonly faulty: string,
    private readonly fault: Fault,
    /** Another step that is refused; null: none is. */
    private readonly refused: string | null,
  ) {}

  /** Keys whose effects stayed. */
  get applied(): readonly string[] {
    return this.inbox.applied;
  }

  /** null: it is never answered. */
  receive(command: Command): SimulatedReply | null {
    const { direction, step, iteration } = command;
    const fault = this.faultOf(command);
    const key = `${step}/${iteration}`;
    switch (direction) {
      case 'execute':
        return this.execute(command, key, fault);
      case 'compensate':
        if (fault === 'compensation-silent') return null;
        if (fault === 'compensation-refused') return answer(REFUSED);
        return answer(this.inbox.answer(direction, key, () => this.undo(key)));
      case 'inquire':
        return answer(this.inbox.answer(direction, key, () => UNDONE));
    }
  }

  private faultOf({ step, iteration }: Command): Fault | null {
    if (step === this.refused) return 'refused';
    return step === this.faulty ? faultOfIteration(this.fault, iteration) : null;
  }

  private execute({ step, attempt }: Command, key: string, fault: Fault | null) {
    const isKnown = this.inbox.knows(key);
    const outcome = this.inbox.answer('execute', key, () => this.act(step, fault));
    if (outcome === null) return null;
    if (fault === 'late-success') return attempt === 1 ? answer(outcome, Infinity) : null;
    if (isKnown) return answer(outcome);
    if (fault === 'reply-lost') return null;
    return { ...answer(outcome), times: fault === 'duplicate' ? (2 as const) : (1 as const) };
  }

  private act(step: string, fault: Fault | null): ReplyOutcome | null {
    if (fault === 'refused') return REFUSED;
    if (fault === 'errors') return ERRORED;
    if (fault === 'silent') return null;
    const output = (this.rounds.get(step) ?? 0) + 1;
    this.rounds.set(step, output);
    return { type: 'succeeded', output };
  }

  private undo(key: string): ReplyOutcome {
    this.undone.push(key);
    return UNDONE;
  }
}

function answer(outcome: ReplyOutcome, inMs = 1): SimulatedReply {
  return { outcome, inMs, times: 1 };
}

const REFUSED: ReplyOutcome = {
  type: 'refused',
  error: { code: 'REFUSED', message: 'the participant says no' },
};
const ERRORED: ReplyOutcome = {
  type: 'errored',
  error: { code: 'ERRORED', message: 'the participant is in trouble' },
};
