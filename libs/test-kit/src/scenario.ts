import { deepStrictEqual, strictEqual } from 'node:assert/strict';
import { compileDefinition, type JsonValue, type SagaDefinition } from '#saga-core';
import type { Answer } from './answers.js';
import { type GivenSignal, runSaga, type SagaOutcome } from './run-saga.js';

/**
 * A definition under test: the engine runs it in virtual time, against participants that answer as
 * the test says. Nothing is started, nothing waits; it works with any test runner.
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
 * @throws Error with all its faults when the definition is not valid
 */
export function scenario(
  document: unknown,
  answers: Readonly<Record<string, Answer>> = {},
): Scenario {
  const result = compileDefinition(document, 1);
  if (result.ok) return new Scenario(result.definition, new Map(Object.entries(answers)), []);
  const faults = result.faults.map(({ path, rule, message }) => `  ${path} ${rule}: ${message}`);
  throw new Error(`the definition is not valid:\n${faults.join('\n')}`);
}

/** Never changes: each `given` gives another one. */
export class Scenario {
  constructor(
    private readonly definition: SagaDefinition,
    private readonly answers: ReadonlyMap<string, Answer>,
    private readonly signals: readonly GivenSignal[],
  ) {}

  /** How a participant answers a command, or a compensation. Left out: it succeeds with `{}`. */
  given(command: string, answer: Answer): Scenario {
    const answers = new Map([...this.answers, [command, answer]]);
    return new Scenario(this.definition, answers, this.signals);
  }

  /** Given to the saga when it waits for it; one that is not given never comes. */
  givenSignal(name: string, payload: JsonValue = null): Scenario {
    const signals = [...this.signals, { name, payload }];
    return new Scenario(this.definition, this.answers, signals);
  }

  /** Starts a saga and runs it until it rests. @throws when the input does not fit */
  when(input: JsonValue): Outcome {
    const [fault] = this.definition.checkInput(input);
    if (fault) throw new Error(`the input does not fit: ${fault.path} ${fault.message}`);
    return new Outcome(runSaga(this.definition, this.answers, this.signals, input));
  }
}

/** What became of the saga. Each `then…` throws an AssertionError when it was otherwise. */
export class Outcome {
  constructor(readonly saga: SagaOutcome) {}

  thenEnds(status: SagaOutcome['status']): this {
    const { error, stuckOn } = this.saga;
    const why = `${error?.code ?? 'no error'} ${stuckOn.join(', ')}`.trim();
    strictEqual(this.saga.status, status, `it is ${this.saga.status} (${why}), not ${status}`);
    return this;
  }

  /** These steps were undone, in this order, and no others. */
  thenUndoes(...steps: readonly string[]): this {
    deepStrictEqual(this.saga.undone, steps);
    return this;
  }

  /** A person is needed for these steps. */
  thenIsStuckOn(...steps: readonly string[]): this {
    deepStrictEqual(this.saga.stuckOn, steps);
    return this;
  }

  /** These commands were sent, in this order, compensations and further attempts too. */
  thenSends(...commands: readonly string[]): this {
    deepStrictEqual(
      this.saga.sent.map(({ command }) => command),
      commands,
    );
    return this;
  }

  /** The data of the first attempt at a command. */
  thenSendsData(command: string, data: JsonValue): this {
    deepStrictEqual(this.saga.sent.find((sent) => sent.command === command)?.data, data);
    return this;
  }

  thenGives(output: JsonValue): this {
    deepStrictEqual(this.saga.output, output);
    return this;
  }
}
