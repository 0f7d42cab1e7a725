import { ok } from 'node:assert/strict';
import type { JsonValue } from '#protocol';
import type { ParsedCommand, ReplyOutcome } from '#contracts';

/** What one participant's inbox has for a key. */
interface Entry {
  status: 'applied' | 'undone' | 'refused' | 'fenced';
  readonly input: string | null;
  readonly outcome: ReplyOutcome;
}

export interface SlipParticipantsOptions {
  /** Steps in order. */
  readonly steps: readonly string[];
  /** These say no, with their first iteration. */
  readonly refused: readonly string[];
  /** How often a step is in trouble before it answers. */
  readonly errors: Readonly<Record<string, number>>;
  /** Steps whose outputs lack what others look for. */
  readonly lacking: readonly string[];
}

/**
 * Participants that keep their duties, and see to it that steps happen in order and are undone in
 * the opposite order, whoever told them to.
 */
export class SlipParticipants {
  private readonly inbox = new Map<string, Entry>();
  private readonly undoInputs = new Map<string, string>();
  private readonly errorsLeft: Map<string, number>;

  /**
   * A person settled a step whose output is lost: what is made of it is not what it was. Keys that
   * come with another input are refused.
   */
  areOutputsLost = false;

  constructor(private readonly options: SlipParticipantsOptions) {
    this.errorsLeft = new Map(Object.entries(options.errors));
  }

  /** Steps whose effects are there. */
  get applied(): readonly string[] {
    const entries = [...this.inbox].filter(([, { status }]) => status === 'applied');
    return entries.map(([key]) => stepOfKey(key));
  }

  /** By key; of what has happened, or is undone. */
  inputOf(key: string): string | null {
    return this.inbox.get(key)?.input ?? null;
  }

  answer(command: ParsedCommand): ReplyOutcome {
    const left = this.errorsLeft.get(command.step) ?? 0;
    if (left > 0 && command.direction !== 'inquire') {
      this.errorsLeft.set(command.step, left - 1);
      return { type: 'errored', error: { code: 'TROUBLE', message: 'for now' } };
    }
    switch (command.direction) {
      case 'execute':
        return this.execute(command);
      case 'compensate':
        return this.compensate(command);
      case 'inquire':
        return this.inquire(command);
    }
  }

  /** A person does it. */
  undoByHand(step: string): void {
    const entries = [...this.inbox].filter(([key]) => stepOfKey(key) === step);
    this.checkOrder(step, 'undone');
    for (const [, entry] of entries) if (entry.status === 'applied') entry.status = 'undone';
  }

  private execute({ idempotencyKey: key, step, iteration, data }: ParsedCommand): ReplyOutcome {
    const input = JSON.stringify(data);
    const known = this.inbox.get(key);
    if (known) {
      const isSame = known.input === null || known.input === input;
      if (!isSame && this.areOutputsLost) return KEY_REUSED;
      ok(isSame, `S20: ${key} with another input: ${input} after ${known.input}`);
      return known.status === 'applied' || known.status === 'refused' ? known.outcome : FENCED;
    }
    const isRefused = this.options.refused.includes(step) && iteration === 0;
    const outcome = isRefused ? NO : { type: 'succeeded' as const, output: this.outputOf(key) };
    if (!isRefused) this.checkOrder(step, 'applied');
    this.inbox.set(key, { status: isRefused ? 'refused' : 'applied', input, outcome });
    return outcome;
  }

  private compensate({ idempotencyKey: key, step, data }: ParsedCommand): ReplyOutcome {
    const undoInput = JSON.stringify(data);
    const before = this.undoInputs.get(key) ?? undoInput;
    const isSame = before === undoInput || this.areOutputsLost;
    ok(isSame, `S20: ${key} undone with another input: ${undoInput} after ${before}`);
    this.undoInputs.set(key, undoInput);
    const known = this.inbox.get(key);
    if (known?.status === 'applied') {
      this.checkOrder(step, 'undone');
      known.status = 'undone';
    }
    if (known?.status === 'undone') return UNDONE;
    const input = known?.input ?? null;
    this.inbox.set(key, { status: 'fenced', input, outcome: FENCED });
    return NOTHING_TO_UNDO;
  }

  private inquire({ idempotencyKey: key }: ParsedCommand): ReplyOutcome {
    const known = this.inbox.get(key);
    if (!known) this.inbox.set(key, { status: 'fenced', input: null, outcome: FENCED });
    return known && known.status !== 'undone' ? known.outcome : FENCED;
  }

  /** Before it happens, and while it is undone, nothing after it is there. */
  private checkOrder(step: string, becomes: Entry['status']): void {
    const { steps } = this.options;
    const later = steps.slice(steps.indexOf(step) + 1);
    const early = this.applied.find((each) => later.includes(each));
    ok(early === undefined, `S8: ${step} is ${becomes} while ${early} is there`);
  }

  private outputOf(key: string): JsonValue {
    const isLacking = this.options.lacking.includes(stepOfKey(key));
    return { id: `of ${key}`, at: isLacking ? {} : { place: key.length } };
  }
}

function stepOfKey(key: string): string {
  return key.split('/')[1] ?? '';
}

const NO: ReplyOutcome = { type: 'refused', error: { code: 'NO', message: 'no' } };
const FENCED: ReplyOutcome = {
  type: 'refused',
  error: { code: 'FENCED', message: 'it had no effect, and will have none' },
};
const KEY_REUSED: ReplyOutcome = {
  type: 'refused',
  error: { code: 'KEY_REUSED', message: 'the key belongs to another input' },
};
const UNDONE: ReplyOutcome = { type: 'succeeded', output: { result: 'undone' } };
const NOTHING_TO_UNDO: ReplyOutcome = {
  type: 'succeeded',
  output: { result: 'nothing-to-undo' },
};
