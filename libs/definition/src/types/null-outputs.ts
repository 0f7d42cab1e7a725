import type { StepFacts } from '#expressions';
import type { StepDocument } from '../read/step-document.js';
import { requiredSteps } from '../rules/required-steps.js';
import type { StepGraph } from '../rules/step-graph.js';

/** What is known where something is evaluated: nothing of it runs otherwise. */
interface Known {
  /** Steps that somebody asked about. */
  readonly asked: Set<string>;
  /** Parts of conditions that hold. */
  readonly conditions: Set<string>;
}

/** What a `when` says, taken apart as far as its text shows. */
interface When {
  readonly conditions: readonly string[];
  readonly steps: readonly string[];
}

const NO_WHEN: When = { conditions: [], steps: [] };

/**
 * Says of a step that is named somewhere else whether its output may be null there, for the step
 * was caught or skipped. Where that cannot be seen from the text of the conditions it says no:
 * a false alarm is worse than none.
 */
export class NullOutputs {
  private readonly whens: readonly When[];
  private readonly indexByName: ReadonlyMap<string, number>;

  constructor(
    private readonly steps: readonly StepDocument[],
    private readonly graph: StepGraph | null,
  ) {
    this.whens = steps.map(({ when }) => readWhen(when));
    this.indexByName = new Map(
      steps.flatMap(({ name }, index) => (name === null ? [] : [[name, index] as const])),
    );
  }

  /** `user`: the step that names others; null: the output of the whole saga. */
  factsFor(user: number | null): (name: string) => StepFacts {
    let known: Known | null = null;
    return (name) => {
      const index = this.indexByName.get(name);
      const step = index === undefined ? undefined : this.steps[index];
      if (index === undefined || step === undefined) return { whyNull: null, hasCatch: true };
      const whyNull = this.graph && this.whyNull(index, (known ??= this.knownAt(user)), new Set());
      return { whyNull, hasCatch: step.catches !== null };
    };
  }

  private whyNull(index: number, known: Known, seen: Set<number>): string | null {
    const step = this.steps[index];
    if (step === undefined || seen.has(index) || known.asked.has(step.name ?? '')) return null;
    seen.add(index);
    const { name, catches, loop, action, requires } = step;
    // of a `forEach` each item is caught by itself
    if (catches !== null && loop?.type !== 'forEach') return `"${name}" is caught`;
    if (action?.type === 'wait' && action.onTimeout === 'continue') {
      return `nothing comes in time for "${name}"`;
    }
    const { conditions } = this.whens[index] ?? NO_WHEN;
    if (!conditions.every((each) => known.conditions.has(each))) {
      return `the "when" of "${name}" does not hold`;
    }
    if (requires === 'done') return null;
    for (const before of this.requiredBy(index)) {
      const reason = this.whyNull(before, known, seen);
      if (reason !== null) return reason;
    }
    return null;
  }

  private knownAt(user: number | null): Known {
    const known: Known = { asked: new Set(), conditions: new Set() };
    const all = this.steps.map((_, index) => index);
    const before = user === null ? all : (this.graph?.before[user] ?? []);
    for (const index of before) this.learnFromPassing(index, known);
    if (user !== null) this.learnFromRunning(user, known);
    return known;
  }

  /** Nothing comes after a `fail` or an `end` whose condition held. */
  private learnFromPassing(index: number, known: Known): void {
    const type = this.steps[index]?.action?.type;
    if (type !== 'fail' && type !== 'end') return;
    const whens = this.needsToRun(index).map((each) => this.whens[each] ?? NO_WHEN);
    whens.flatMap(({ steps }) => steps).forEach((name) => known.asked.add(name));
    const [only, ...others] = whens.flatMap(({ conditions }) => conditions);
    if (only !== undefined && others.length === 0) known.conditions.add(negate(only));
  }

  /** The step itself, and those without which it is skipped. */
  private needsToRun(index: number, seen = new Set<number>()): readonly number[] {
    if (seen.has(index)) return [];
    seen.add(index);
    if (this.steps[index]?.requires !== 'succeeded') return [index];
    return [index, ...this.requiredBy(index).flatMap((each) => this.needsToRun(each, seen))];
  }

  private requiredBy(index: number): readonly number[] {
    return this.graph === null ? [] : requiredSteps(this.steps, this.graph, index);
  }

  /** Its `when` held, and what it requires has succeeded, and so ran itself. */
  private learnFromRunning(user: number, known: Known): void {
    const open = [user];
    const seen = new Set<number>();
    for (let index = open.pop(); index !== undefined; index = open.pop()) {
      if (seen.has(index)) continue;
      seen.add(index);
      const { conditions, steps } = this.whens[index] ?? NO_WHEN;
      conditions.forEach((each) => known.conditions.add(each));
      const required = this.steps[index]?.requires === 'succeeded' ? this.requiredBy(index) : [];
      const named = steps.flatMap((name) => this.indexByName.get(name) ?? []);
      for (const each of [...required, ...named]) {
        known.asked.add(this.steps[each]?.name ?? '');
        open.push(each);
      }
    }
  }
}

function readWhen(when: string | null): When {
  const source = when?.trim().replace(/^\$\{/, '').replace(/\}$/, '') ?? '';
  if (source === '') return NO_WHEN;
  const names = [...source.matchAll(/steps\.([A-Za-z][A-Za-z0-9]{0,62})\b/g)];
  // with an "or", or within parentheses, none of the parts is certain
  const parts = /\|\||[()?]/.test(source) ? [source] : source.split('&&');
  return {
    conditions: parts.map((part) => part.replaceAll(/\s+/g, '')),
    steps: names.map(([, name]) => name ?? ''),
  };
}

function negate(condition: string): string {
  const inner = /^!\((.*)\)$/.exec(condition)?.[1];
  if (inner !== undefined) return inner;
  return condition.startsWith('!') ? condition.slice(1) : `!${condition}`;
}
