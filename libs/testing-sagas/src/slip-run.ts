import { ok } from 'node:assert/strict';
import { nextOnSlip, parseCommand, parseReply, replyMessage, type ParsedCommand } from '#contracts';
import { type OutgoingMessage } from '#bus';
import {
  TERMINAL_STATUSES,
  isAtRest,
  type OperatorAction,
  type SagaInput,
  type SagaState,
} from '#engine';
import { type JsonValue } from '#protocol';
import { type SagaDefinition } from '#definition';
import { replyInput, wireMessage } from '#runtime';
import { VirtualSaga } from '#simulation';
import { SlipParticipants, type SlipParticipantsOptions } from './slip-participants.js';

export interface SlipRunOptions extends SlipParticipantsOptions {
  readonly definition: SagaDefinition;
  readonly input: JsonValue;
  /** Participants that do not support slips. */
  readonly plain: readonly string[];
}

/** A message's fate: delivered, delivered and kept, or lost. */
export type Fate = 'arrives' | 'arrives-and-stays' | 'lost';

const SAGA_ID = '01940000-0000-7000-8000-000000000001';
const SECRET = 'a secret of the tests';
const PREFIX = 'test';

/**
 * A routing slip run by the real engine on the real wire format in memory. Participants forward it,
 * and every message may overtake others, be duplicated, or be lost.
 */
export class SlipRun {
  readonly participants: SlipParticipants;
  /** Commands that the conductor sent. */
  readonly sent: ParsedCommand[] = [];
  private transit: OutgoingMessage[] = [];
  private readonly saga: VirtualSaga;
  private readonly time = { at: Date.UTC(2030, 0, 1) };

  constructor(private readonly options: SlipRunOptions) {
    this.participants = new SlipParticipants(options);
    const { definition, input } = options;
    this.saga = new VirtualSaga(definition, this.time);
    this.take({ type: 'start', at: this.time.at, sagaId: SAGA_ID, key: null, input });
  }

  get state(): SagaState {
    return this.saga.state;
  }

  /** Decides the fate of one message on its way; if there are none, time passes. */
  deliver(choice: number, fate: Fate): void {
    this.time.at += 1;
    const index = choice % Math.max(1, this.transit.length);
    const message = this.transit[index];
    if (message === undefined) return this.passTime();
    if (fate !== 'arrives-and-stays') this.transit.splice(index, 1);
    if (fate === 'lost') return;
    if (message.exchange === '') this.receive(message);
    else this.act(message);
  }

  /** The earliest timer fires. */
  passTime(): void {
    const timer = this.saga.timer();
    if (timer !== null) this.take(timer);
  }

  operate(action: OperatorAction): void {
    this.time.at += 1;
    this.take({ type: 'operator', at: this.time.at, action, actor: 'a', reason: 'r' });
  }

  resend(): void {
    this.time.at += 1;
    this.take({ type: 'resend', at: this.time.at });
  }

  /** Delivers everything, and a person retries what is stuck, until the saga has ended. */
  settle(): void {
    for (let rounds = 0; rounds < 3000; rounds++) {
      const { status } = this.state;
      if (this.transit.length === 0 && TERMINAL_STATUSES.has(status)) return;
      if (this.transit.length === 0 && status === 'stuck') this.retryStuck();
      this.deliver(0, 'arrives');
    }
    ok(false, `it does not come to rest: ${JSON.stringify(this.state)}`);
  }

  /** What the conductor knows of the finished steps is what their participants were given. */
  checkInputs(): void {
    for (const [step, { status, iteration, data }] of Object.entries(this.state.steps)) {
      if (status !== 'succeeded' || this.participants.areOutputsLost) continue;
      const given = this.participants.inputOf(`${SAGA_ID}/${step}/${iteration}`);
      ok(given === JSON.stringify(data), `S20: ${step} was given ${given}`);
    }
  }

  get stuckStep(): string | undefined {
    const steps = Object.entries(this.state.steps);
    return steps.find(([, { status }]) => status === 'stuck')?.[0];
  }

  /** A person checks what became of the stuck step, and settles it if it was done. */
  settleStuck(): void {
    const step = this.stuckStep;
    if (step === undefined || !this.participants.applied.includes(step)) return;
    this.participants.areOutputsLost = true;
    this.operate({ name: 'settle', step, result: 'succeeded' });
  }

  /** A step that was refused past the pivot gets another input. */
  private retryStuck(): void {
    const step = this.stuckStep ?? '';
    const state = this.state.steps[step];
    const isUnmade = state?.error?.code === 'EXPRESSION_FAILED';
    // nothing can be made of an output that is lost
    if (isUnmade && state.status === 'stuck' && state.direction === 'compensate') {
      this.participants.undoByHand(step);
      return this.operate({ name: 'settle', step, result: 'undone' });
    }
    const isToEdit = isUnmade || state?.error?.code === 'NO';
    this.operate({ name: 'retry', ...(isToEdit ? { step, input: { by: 'hand' } } : {}) });
  }

  /** A command at its participant. */
  private act(message: OutgoingMessage): void {
    const check = parseCommand(received(message));
    ok(check.ok, 'a command that cannot be read');
    const { command } = check;
    const outcome = this.participants.answer(command);
    const { at } = this.time;
    const isPlain = this.options.plain.includes(command.step);
    const passing = { prefix: PREFIX, appId: 'test', at };
    const next = isPlain ? null : nextOnSlip(command, outcome, passing);
    if (next !== null) this.transit.push(next);
    const trail = isPlain ? [] : (command.slip?.trail ?? []);
    const forwarded = next !== null;
    this.transit.push(replyMessage(command, outcome, { appId: 'test', at, forwarded, trail }));
  }

  /** A reply at the conductor. */
  private receive(message: OutgoingMessage): void {
    const check = parseReply(received(message), { secrets: SECRET });
    ok(check.ok, 'a reply that cannot be read');
    this.take(replyInput({ ...check, body: message.body, properties: {} }, this.time.at));
  }

  private take(input: SagaInput): void {
    const before = this.saga.stateOrNull;
    const decision = this.saga.take(input);
    if (decision.type !== 'transition') return;
    ok(before === null || !TERMINAL_STATUSES.has(before.status), 'S1: it had ended');
    this.checkDriver();
    ok(JSON.stringify(JSON.parse(JSON.stringify(this.state))) === JSON.stringify(this.state));
    for (const command of decision.commands) {
      const message = wireMessage(command, { prefix: PREFIX, secret: SECRET, at: this.time.at });
      const check = parseCommand(received(message));
      ok(check.ok, 'a command that cannot be read');
      const isForward = check.command.direction === 'execute';
      ok(!isForward || this.state.abort === null, 'S7: forward after the abort decision');
      this.sent.push(check.command);
      this.transit.push(message);
    }
  }

  private checkDriver(): void {
    const rests = isAtRest(this.state);
    ok(rests || this.saga.timer() !== null, 'L2: nothing drives it');
  }
}

function received({ body, properties }: OutgoingMessage) {
  return { body, properties: { ...properties, headers: properties.headers ?? {} } };
}
