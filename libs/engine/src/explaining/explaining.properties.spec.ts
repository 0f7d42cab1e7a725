import fc from 'fast-check';
import { evaluate, type SagaDefinition, type StepDefinition } from '#definition';
import { Explaining, type SagaState } from '#engine';
import type { Scope } from '#expressions';
import { canonicalJson, type JsonValue } from '#protocol';
import { assertProperty, propertyTimeMs } from '#testing-internal';
import { compile, definitionDocuments, SagaRun, schedules } from '#testing-sagas';

type Map = (scope: Scope) => JsonValue;

/** What the engine really evaluated, while it decided. */
class Spy {
  private evaluated: { readonly path: string; readonly result: string }[] = [];

  /** The definition, every expression of which tells when it is evaluated. */
  watch(definition: SagaDefinition): SagaDefinition {
    const steps = definition.steps.map((step, index) => this.step(step, `/steps/${index}`));
    const stepByName = new Map(steps.map((step) => [step.name, step]));
    const pivot = definition.pivot && (stepByName.get(definition.pivot.name) ?? null);
    const output = this.map('/output', definition.output);
    const locks = definition.locks.map((lock, index) => ({
      ...lock,
      key: this.map(`/locks/${index}`, lock.key),
    }));
    return { ...definition, steps, stepByName, pivot, output, locks };
  }

  /** Since it was last asked. */
  take(): readonly { readonly path: string; readonly result: string }[] {
    const { evaluated } = this;
    this.evaluated = [];
    return evaluated;
  }

  private step(step: StepDefinition, path: string): StepDefinition {
    const watch = (key: string, value: unknown): unknown =>
      typeof value === 'function' ? this.map(`${path}/${key}`, value as Map) : value;
    const inside = (name: string, part: unknown): unknown =>
      typeof part !== 'object' || part === null
        ? part
        : Object.fromEntries(
            Object.entries(part).map(([key, value]) => [key, watch(`${name}/${key}`, value)]),
          );
    const { loop = null, compensation = null } = step as Partial<
      Record<'loop' | 'compensation', { readonly type?: string } | null>
    >;
    const undo = step.type === 'publish' ? 'compensation/publish' : 'compensation';
    const own = Object.entries(step).map(([key, value]: [string, unknown]) => [
      key,
      // a check is no expression
      watch(PLACES[`${step.type}.${key}`] ?? key, value),
    ]);
    return {
      ...Object.fromEntries(own),
      ...('loop' in step ? { loop: inside(loop?.type ?? '', loop) } : {}),
      ...('compensation' in step ? { compensation: inside(undo, compensation) } : {}),
    } as StepDefinition;
  }

  private map<Given extends Map>(path: string, map: Given): Given {
    return ((scope: Scope) => {
      const result = evaluate(() => map(scope));
      this.evaluated.push({ path, result: canonicalJson(result as unknown as JsonValue) });
      return map(scope);
    }) as Given;
  }
}

const PLACES: Readonly<Record<string, string>> = {
  'wait.timeout': 'wait/timeout',
  'event.timeout': 'wait/timeout',
  'event.key': 'wait/key',
  'event.eventKey': 'wait/eventKey',
  'event.where': 'wait/where',
  'publish.data': 'publish/data',
  'fail.message': 'fail/message',
  'end.output': 'end/output',
};

interface Recorded {
  readonly type: string;
  readonly step?: string;
  readonly data?: JsonValue;
}

interface Told {
  readonly evaluated: ReturnType<Spy['take']>;
  readonly explained: readonly Explaining.ExplainedExpression[];
  readonly after: SagaState;
  readonly events: readonly Recorded[];
}

/** A lock is a text, or has one as its key. */
const LOCK = /^(\/locks\/\d+)\/key$/;
const CAUGHT: ReadonlySet<string> = new Set(['catch-begun', 'step-caught']);
const DECISIVE = /^\/steps\/\d+\/(?:when|input) /;
/** An input without an expression is the same for every saga. */
const CONSTANT = /\/input \{"data":\{(?:"who":"\w+")?\}\}$/;
const runs = { runs: 200 };

const told = fc
  .tuple(definitionDocuments, schedules)
  .map(([{ document, input }, schedule]): readonly Told[] => {
    const spy = new Spy();
    const plain = compile(document);
    const written = new Explaining.WrittenDefinition(document as unknown as JsonValue);
    const known = { definition: plain, written };
    const all: Told[] = [];
    const run = new SagaRun(
      spy.watch(plain),
      input,
      ({ input: taken, before, decision, after }) => {
        const evaluated = spy.take();
        if (decision.type !== 'transition') return;
        const { events } = JSON.parse(JSON.stringify(decision)) as typeof decision;
        const transition = { at: taken.at, events };
        const explained = Explaining.explainTransition(before, transition, () => known);
        all.push({ evaluated, explained, after, events });
      },
    );
    for (const entry of schedule) run.follow(entry);
    return all;
  });

describe('What decided a transition', () => {
  it(
    'is what the engine evaluated, with the same results: each condition, each input',
    async () => {
      const property = fc.property(told, (transitions) => {
        for (const transition of transitions) {
          expectSaid(transition);
          expectRecorded(transition);
        }
      });
      await assertProperty(property, runs);
    },
    propertyTimeMs(runs),
  );
});

function expectSaid({ evaluated, explained, events }: Told): void {
  const really = evaluated.map(({ path, result }) => `${path} ${result}`);
  const said = explained
    .filter(({ path }) => !path.endsWith('/catch'))
    .map(({ path, result }) => {
      const text = canonicalJson(result as unknown as JsonValue);
      return `${path.replace(LOCK, '$1')} ${text}`;
    });
  // for the message, where one fails
  const types = events.map(({ type }) => type).join();
  for (const each of said) expect([types, ...really]).toContain(each);
  const decisive = really.filter((each) => DECISIVE.test(each) && !CONSTANT.test(each));
  for (const each of decisive) expect([types, ...said]).toContain(each);
}

/** What the history says of it. */
function expectRecorded({ explained, events, after }: Told): void {
  for (const { path, step, result } of explained) {
    const isNo = 'data' in result && result.data === false;
    const status = after.steps[step ?? '']?.status;
    if (path.endsWith('/when') && isNo) expect([step, status]).toEqual([step, 'skipped']);
    if (path.endsWith('/catch')) {
      const caught = events.some((event) => CAUGHT.has(event.type) && event.step === step);
      expect([step, caught]).toEqual([step, !isNo]);
    }
  }
  for (const { type, step, data } of events) {
    const input = explained.find((each) => each.path.endsWith('/input') && each.step === step);
    if (type !== 'command-issued' || data === undefined || input === undefined) continue;
    expect(input.result).toEqual({ data });
  }
}
