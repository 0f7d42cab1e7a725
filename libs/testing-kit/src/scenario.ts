import { AssertionError, deepStrictEqual, strictEqual } from 'node:assert/strict';
import { applyTrigger, compileDefinition, type SagaDefinition } from '#definition';
import { canonicalJson, type JsonValue } from '#protocol';
import type { Answer } from './answers.js';
import { asJson } from './as-json.js';
import { GivenAnswers } from './given-answers.js';
import { type Given, type GivenStart, runSaga, type SagaOutcome, signalsOf } from './run-saga.js';

/**
 * A definition under test: the engine runs it in virtual time, against participants that answer as
 * the test says. It starts no servers and never sleeps, and works with any test runner.
 *
 * ```ts
 * const order = scenario(definition, { 'payment.authorize': succeeds({ id: 'a-1' }) });
 *
 * it('gives the stock back when the card is declined', () => {
 *   order
 *     .given('payment.authorize', refuses('CARD_DECLINED'))
 *     .when({ orderId: 'o-1', amount: 40 })
 *     .thenEnds('compensated')
 *     .thenUndoes('reserveStock', 'createOrder');
 * });
 * ```
 *
 * @throws Error with all its faults when the definition is not valid; when it has no such command
 */
export function scenario(
  document: unknown,
  answers: Readonly<Record<string, Answer>> = {},
): Scenario {
  const result = compileDefinition(document, 1);
  if (result.ok) {
    const { definition } = result;
    const given = Object.entries(answers).reduce(
      (all, [name, answer]) => all.with(name, answer),
      new GivenAnswers(definition),
    );
    const nothing = { signals: [], events: [], cancelAfter: null };
    return new Scenario(definition, { ...nothing, answers: given });
  }
  const faults = result.faults.map(({ path, rule, message }) => `  ${path} ${rule}: ${message}`);
  throw new Error(`the definition is not valid:\n${faults.join('\n')}`);
}

/** Immutable: each `given` returns a new scenario. */
export class Scenario {
  constructor(
    private readonly definition: SagaDefinition,
    private readonly givens: Given,
  ) {}

  /**
   * Sets how a participant answers a command or a compensation, or how a child saga ends, which is
   * `saga.<definition>`; or, by the name of a step, how that step's command is answered, wherever
   * else the same command is sent. Without it, the command succeeds with `{}`.
   *
   * @throws Error when the definition has no such command, and no step of this name that sends one
   */
  given(name: string, answer: Answer): Scenario {
    return this.with({ answers: this.givens.answers.with(name, answer) });
  }

  /**
   * Sets a signal that the saga gets when it waits for it; a signal that is not given never comes.
   *
   * @throws Error when no step waits for it
   */
  givenSignal(name: string, payload: JsonValue = null): Scenario {
    const known = new Set(this.definition.steps.flatMap(signalsOf));
    if (!known.has(name)) {
      const others = known.size === 0 ? ', or for any' : `: they wait for ${[...known].join(', ')}`;
      throw new Error(`no step waits for the signal ${name}${others}`);
    }
    const signal = { name, payload: asJson(payload, `the payload of ${name}`) };
    return this.with({ signals: [...this.givens.signals, signal] });
  }

  /**
   * Sets an event of a service, which a step takes when it waits for it under the event's key.
   *
   * @throws Error when no step waits for such events
   */
  givenEvent(event: string, data: JsonValue = null): Scenario {
    const known = this.definition.steps.flatMap((step) =>
      step.type === 'event' ? [step.event] : [],
    );
    if (!known.includes(event)) {
      const others = known.length === 0 ? ', or for any' : `: they wait for ${known.join(', ')}`;
      throw new Error(`no step waits for the event ${event}${others}`);
    }
    const given = { event, data: asJson(data, `the data of ${event}`) };
    return this.with({ events: [...this.givens.events, given] });
  }

  /**
   * An operator cancels the saga once this step has succeeded. What comes right after it has been
   * sent by then, and is undone too.
   *
   * @throws Error when there is no such step
   */
  givenCancelAfter(step: string): Scenario {
    if (!this.definition.stepByName.has(step)) {
      const known = this.definition.steps.map(({ name }) => name).join(', ');
      throw new Error(`the definition has no step ${step}: it has ${known}`);
    }
    return this.with({ cancelAfter: step });
  }

  /** Starts a saga and runs it until it is at rest. @throws when the input does not fit */
  when(input: JsonValue): Outcome {
    const sent = asJson(input, 'the input');
    return this.start({ key: null, input: sent });
  }

  /**
   * Starts a saga by the event of the definition's trigger, whose key and input it maps.
   *
   * @throws Error when there is no trigger, its key cannot be mapped, or the input does not fit
   */
  whenTriggered(data: JsonValue): Outcome {
    const { trigger } = this.definition;
    if (trigger === null) throw new Error('the definition has no trigger: use when(input)');
    const mapped = applyTrigger(trigger, asJson(data, `the data of ${trigger.event}`));
    if ('error' in mapped) {
      throw new Error(`the event starts nothing: ${mapped.error.code}, ${mapped.error.message}`);
    }
    return this.start(mapped);
  }

  private start(start: GivenStart): Outcome {
    const [fault] = this.definition.checkInput(start.input);
    if (fault) throw new Error(`the input does not fit: ${fault.path} ${fault.message}`);
    return new Outcome(runSaga(this.definition, this.givens, start));
  }

  private with(more: Partial<Given>): Scenario {
    return new Scenario(this.definition, { ...this.givens, ...more });
  }
}

/** The result of the run. Each `then…` throws an AssertionError when it does not hold. */
export class Outcome {
  constructor(readonly saga: SagaOutcome) {}

  thenEnds(status: SagaOutcome['status']): this {
    const { error, stuckOn } = this.saga;
    const why = `${error?.code ?? 'no error'} ${stuckOn.join(', ')}`.trim();
    strictEqual(this.saga.status, status, `it is ${this.saga.status} (${why}), not ${status}`);
    return this;
  }

  /** Exactly these steps were undone, in this order. */
  thenUndoes(...steps: readonly string[]): this {
    deepStrictEqual(this.saga.undone, steps);
    return this;
  }

  /** A person is needed for these steps. */
  thenIsStuckOn(...steps: readonly string[]): this {
    deepStrictEqual(this.saga.stuckOn, steps);
    return this;
  }

  /** The saga's error has this code: that of a refusal, of a `fail`, … */
  thenFailsWith(code: string): this {
    strictEqual(this.saga.error?.code, code);
    return this;
  }

  /** Exactly these steps were caught. */
  thenCatches(...steps: readonly string[]): this {
    deepStrictEqual(this.stepsThatAre('caught'), steps);
    return this;
  }

  /** Exactly these steps were skipped: by their `when`, by `requires`, or by an `end`. */
  thenSkips(...steps: readonly string[]): this {
    deepStrictEqual(this.stepsThatAre('skipped'), steps);
    return this;
  }

  private stepsThatAre(status: string): readonly string[] {
    return Object.entries(this.saga.steps).flatMap(([name, each]) =>
      each === status ? [name] : [],
    );
  }

  /** Exactly these commands were sent, in this order, including compensations and retries. */
  thenSends(...commands: readonly string[]): this {
    deepStrictEqual(
      this.saga.sent.map(({ command }) => command),
      commands,
    );
    return this;
  }

  /** The data of the first attempt at a command. */
  thenSendsData(command: string, data: JsonValue): this {
    const sent = this.saga.sent.find((each) => each.command === command);
    if (sent === undefined) {
      const others = this.saga.sent.map((each) => each.command).join(', ') || 'none';
      throw new AssertionError({ message: `${command} was not sent: sent were ${others}` });
    }
    deepStrictEqual(sent.data, data);
    return this;
  }

  /** A step published the event, or took another one back by it; with this data, if it is given. */
  thenPublishes(event: string, data?: JsonValue): this {
    const sameName = this.saga.published.filter((each) => each.event === event);
    const [first] = sameName;
    if (first === undefined) {
      const others = this.saga.published.map((each) => each.event).join(', ') || 'none';
      throw new AssertionError({ message: `${event} was not published: published were ${others}` });
    }
    if (data === undefined) return this;
    const expected = asJson(data, `the data of ${event}`);
    const text = canonicalJson(expected);
    const found = sameName.find((each) => canonicalJson(each.data) === text) ?? first;
    deepStrictEqual(found.data, expected);
    return this;
  }

  thenGives(output: JsonValue): this {
    deepStrictEqual(this.saga.output, output);
    return this;
  }
}
