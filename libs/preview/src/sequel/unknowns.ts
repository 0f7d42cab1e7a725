import type { Scope } from '#expressions';

/** What is not known while a future is tried out: the outputs of what has not happened yet. */
export class Unknowns {
  private readonly outputs = new Set<string>();
  private readonly items = new Set<string>();
  private readonly data = new Set<string>();
  private readonly times = new Set<string>();

  /** The step is taken to have succeeded: with which output nobody knows. */
  noteOutput(step: string): void {
    this.outputs.add(step);
  }

  hasOutput(step: string): boolean {
    return this.outputs.has(step);
  }

  /** The items of the step's loop depend on what is not known. */
  noteItems(step: string): void {
    this.items.add(step);
  }

  hasItems(step: string): boolean {
    return this.items.has(step);
  }

  /** The data of the step's command or event depend on what is not known. */
  noteData(step: string, direction: 'execute' | 'compensate'): void {
    this.data.add(`${direction} ${step}`);
  }

  hasData(step: string, direction: 'execute' | 'compensate'): boolean {
    return this.data.has(`${direction} ${step}`);
  }

  /** How long the step's delay takes is not known. */
  noteTime(step: string): void {
    this.times.add(step);
  }

  hasTime(step: string): boolean {
    return this.times.has(step);
  }

  /** Evaluates an expression; `otherwise` when it asks for something that is not known. */
  evaluate<Result>(
    expression: (scope: Scope) => Result,
    scope: Scope,
    otherwise: () => Result,
  ): Result {
    const watched = this.watch(scope);
    try {
      const result = expression(watched.scope);
      return watched.isTouched() ? otherwise() : result;
    } catch (error) {
      if (watched.isTouched()) return otherwise();
      throw error;
    }
  }

  /** The same scope, which notices that an output is read that is not known. */
  private watch(scope: Scope) {
    let isTouched = false;
    const steps = new Proxy(scope.steps, {
      get: (all, name: string) => {
        const step = all[name];
        if (step === undefined || !this.outputs.has(name)) return step;
        return watchFields(step, () => {
          isTouched = true;
        });
      },
    });
    return { scope: { ...scope, steps }, isTouched: () => isTouched };
  }
}

type Step = Scope['steps'][string];

function watchFields(step: Step, touch: () => void): Step {
  return new Proxy(step, {
    get(all, field: keyof Step) {
      if (field === 'output' || field === 'errors') touch();
      return all[field];
    },
  });
}
