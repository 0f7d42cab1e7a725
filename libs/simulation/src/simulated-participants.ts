import type { Command, ReplyOutcome } from '#engine';
import type { Fault } from './faults.js';

/** What a participant's inbox has for a key. */
interface Entry {
  status: 'applied' | 'refused' | 'fenced' | 'undone';
  /** The same to every duplicate. */
  readonly outcome: ReplyOutcome;
}

export interface SimulatedReply {
  readonly outcome: ReplyOutcome;
  /** How long after the command it comes, in ms; Infinity: when nothing else is to come. */
  readonly inMs: number;
  readonly times: 1 | 2;
}

/** Participants that keep their duties, but for one step that has a fault. */
export class SimulatedParticipants {
  /** Steps in the order in which they were undone. */
  readonly undone: string[] = [];
  private readonly inbox = new Map<string, Entry>();
  private readonly rounds = new Map<string, number>();

  constructor(
    private readonly faulty: string,
    private readonly fault: Fault,
    /** Another step that is refused; null: none is. */
    private readonly refused: string | null,
  ) {}

  /** Effects that stayed. */
  get applied(): readonly string[] {
    const entries = [...this.inbox].filter(([, { status }]) => status === 'applied');
    return entries.map(([key]) => key);
  }

  /** null: it is never answered. */
  receive(command: Command): SimulatedReply | null {
    const fault = this.faultOf(command.step);
    const key = `${command.step}/${command.iteration}`;
    switch (command.direction) {
      case 'execute':
        return this.execute(command, key, fault);
      case 'compensate':
        return this.compensate(command, key, fault);
      case 'inquire':
        return answer(this.inquire(key));
    }
  }

  private faultOf(step: string): Fault | null {
    if (step === this.refused) return 'refused';
    return step === this.faulty ? this.fault : null;
  }

  private execute({ step, attempt }: Command, key: string, fault: Fault | null) {
    const known = this.inbox.get(key);
    if (known && fault !== 'late-success') return answer(outcomeOf(known));
    switch (fault) {
      case 'refused':
        this.inbox.set(key, { status: 'refused', outcome: REFUSED });
        return answer(REFUSED);
      case 'errors':
        return answer(ERRORED);
      case 'silent':
        return null;
      case 'reply-lost':
        this.apply(step, key);
        return null;
      case 'late-success':
        this.apply(step, key);
        return attempt === 1 ? answer(outcomeOf(this.inbox.get(key)), Infinity) : null;
      default: {
        const outcome = this.apply(step, key);
        return { ...answer(outcome), times: fault === 'duplicate' ? (2 as const) : (1 as const) };
      }
    }
  }

  private apply(step: string, key: string): ReplyOutcome {
    const known = this.inbox.get(key);
    if (known) return outcomeOf(known);
    const output = (this.rounds.get(step) ?? 0) + 1;
    this.rounds.set(step, output);
    const outcome: ReplyOutcome = { type: 'succeeded', output };
    this.inbox.set(key, { status: 'applied', outcome });
    return outcome;
  }

  private compensate({ step }: Command, key: string, fault: Fault | null): SimulatedReply | null {
    if (fault === 'compensation-refused') return answer(REFUSED);
    if (fault === 'compensation-silent') return null;
    const entry = this.inbox.get(key);
    if (entry?.status === 'applied') {
      entry.status = 'undone';
      this.undone.push(step);
      return answer(UNDONE);
    }
    if (!entry) this.inbox.set(key, { status: 'fenced', outcome: FENCED });
    return answer(entry?.status === 'undone' ? UNDONE : NOTHING_TO_UNDO);
  }

  private inquire(key: string): ReplyOutcome {
    const entry = this.inbox.get(key);
    if (entry) return outcomeOf(entry);
    this.inbox.set(key, { status: 'fenced', outcome: FENCED });
    return FENCED;
  }
}

function outcomeOf(entry: Entry | undefined): ReplyOutcome {
  return entry && entry.status !== 'undone' ? entry.outcome : FENCED;
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
const FENCED: ReplyOutcome = {
  type: 'refused',
  error: { code: 'FENCED', message: 'it had no effect, and will have none' },
};
const UNDONE: ReplyOutcome = { type: 'succeeded', output: { result: 'undone' } };
const NOTHING_TO_UNDO: ReplyOutcome = {
  type: 'succeeded',
  output: { result: 'nothing-to-undo' },
};
