import { AssertionError, deepStrictEqual, strictEqual } from 'node:assert/strict';
import { compileDefinition, type SagaDefinition } from '#definition';
import { canonicalJson, type JsonValue } from '#protocol';
import type { Answer } from './answers.js';
import { asJson } from './as-json.js';
import { GivenAnswers } from './given-answers.js';
import { type GivenSignal, runSaga, type SagaOutcome, signalsOf } from './run-saga.js';

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
      (all, [command, answer]) => all.with(command, answer),
      new GivenAnswers(definition),
    );
    return new Scenario(definition, given, []);
  }
  const faults = result.faults.map(({ path, rule, message }) => `  ${path} ${rule}: ${message}`);
  throw new Error(`the definition is not valid:\n${faults.join('\n')}`);
}

/** Immutable: each `given` returns a new scenario. */
export class Scenario {
  constructor(
    private readonly definition: SagaDefinition,
    private readonly answers: GivenAnswers,
    private readonly signals: readonly GivenSignal[],
  ) {}

  /**
   * Sets how a participant answers a command or a compensation, or how a child saga ends, which is
   * `saga.<definition>`. Without it, the command succeeds with `{}`.
   *
   * @throws Error when the definition has no such command
   */
  given(command: string, answer: Answer): Scenario {
    return new Scenario(this.definition, this.answers.with(command, answer), this.signals);
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
    const signals = [...this.signals, signal];
    return new Scenario(this.definition, this.answers, signals);
  }

  /** Starts a saga and runs it until it is at rest. @throws when the input does not fit */
  when(input: JsonValue): Outcome {
    const sent = asJson(input, 'the input');
    const [fault] = this.definition.checkInput(sent);
    if (fault) throw new Error(`the input does not fit: ${fault.path} ${fault.message}`);
    return new Outcome(runSaga(this.definition, this.answers, this.signals, sent));
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
