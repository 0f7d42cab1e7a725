import { ok } from 'node:assert/strict';
import type { JsonValue } from '#protocol';
import type { ParsedCommand, ReplyOutcome } from '#contracts';
import { UNDONE, VirtualInbox } from '#simulation';

export interface SlipParticipantsOptions {
  /** Steps in order. */
  readonly steps: readonly string[];
  /** These refuse, in their first iteration. */
  readonly refused: readonly string[];
  /** How often a step fails before it answers. */
  readonly errors: Readonly<Record<string, number>>;
  /** Steps whose outputs lack what other steps need. */
  readonly lacking: readonly string[];
}

/**
 * Participants that keep their duties, and check that steps happen in order and are undone in the
 * opposite order, whoever sent the commands.
 */
export class SlipParticipants {
  private readonly inbox = new VirtualInbox();
  private readonly inputs = new Map<string, string>();
  private readonly undoInputs = new Map<string, string>();
  private readonly errorsLeft: Map<string, number>;

  /**
   * A person settled a step whose output was lost, so what is computed from it differs. Keys that
   * come with another input are refused.
   */
  areOutputsLost = false;

  constructor(private readonly options: SlipParticipantsOptions) {
    this.errorsLeft = new Map(Object.entries(options.errors));
  }

  /** Steps whose effects exist. */
  get applied(): readonly string[] {
    return this.inbox.applied.map(stepOfKey);
  }

  /** By key; of what has happened, or is undone. */
  inputOf(key: string): string | null {
    return this.inputs.get(key) ?? null;
  }

  answer(command: ParsedCommand): ReplyOutcome {
    const left = this.errorsLeft.get(command.step) ?? 0;
    if (left > 0 && command.direction !== 'inquire') {
      this.errorsLeft.set(command.step, left - 1);
      return { type: 'errored', error: { code: 'TROUBLE', message: 'for now' } };
    }
    const { direction, idempotencyKey: key, step } = command;
    switch (direction) {
      case 'execute':
        if (!this.isKnownWith(this.inputs, command)) return KEY_REUSED;
        return this.inbox.answer(direction, key, () => this.act(command));
      case 'compensate':
        // another input will do when an output is lost
        this.isKnownWith(this.undoInputs, command);
        this.undoInputs.set(key, JSON.stringify(command.data));
        return this.inbox.answer(direction, key, () => this.undo(step));
      case 'inquire':
        return this.inbox.answer(direction, key, () => UNDONE);
    }
  }

  /** A person does it by hand. */
  undoByHand(step: string): void {
    const keys = this.inbox.applied.filter((key) => stepOfKey(key) === step);
    this.checkOrder(step, 'undone');
    for (const key of keys) this.inbox.answer('compensate', key, () => UNDONE);
  }

  private act({ idempotencyKey: key, step, iteration, data }: ParsedCommand): ReplyOutcome {
    this.inputs.set(key, JSON.stringify(data));
    if (this.options.refused.includes(step) && iteration === 0) return NO;
    this.checkOrder(step, 'applied');
    return { type: 'succeeded', output: this.outputOf(key) };
  }

  private undo(step: string): ReplyOutcome {
    this.checkOrder(step, 'undone');
    return UNDONE;
  }

  /** Whatever comes again comes with the same input, unless outputs are lost. */
  private isKnownWith(known: ReadonlyMap<string, string>, command: ParsedCommand): boolean {
    const { idempotencyKey: key, direction } = command;
    const input = JSON.stringify(command.data);
    const before = known.get(key) ?? input;
    const isSame = before === input;
    ok(isSame || this.areOutputsLost, `S20: ${key}: ${direction} with ${input} after ${before}`);
    return isSame;
  }

  /** Before it happens, and while it is undone, nothing after it is there. */
  private checkOrder(step: string, becomes: 'applied' | 'undone'): void {
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
const KEY_REUSED: ReplyOutcome = {
  type: 'refused',
  error: { code: 'KEY_REUSED', message: 'the key belongs to another input' },
};
