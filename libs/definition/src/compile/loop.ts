import { compileCondition, compileTextMapping, NUMBER, UNKNOWN } from '#expressions';
import type { Loop } from '../model/saga-definition.js';
import type { StepDocument } from '../read/step-document.js';
import type { LoopDocument } from '../read/step-loop.js';
import { inPart, type Places, type SagaTypes, withVariables } from '../types/expression-places.js';

interface LoopPlace {
  readonly step: StepDocument;
  readonly types: SagaTypes | null;
  readonly at: Places;
}

/** `loop`: null when it has faults, which are reported. `inside`: what its inputs can name. */
export function compileLoop(
  document: LoopDocument,
  { step, types, at }: LoopPlace,
): { readonly loop: Loop | null; readonly inside: Places } {
  if (document.type === 'forEach') {
    const { items, as, maxParallel } = document;
    const place = at(`${step.path}/forEach/items`);
    const list = items === null ? null : compileTextMapping(items, 'list', place);
    const item = list?.type.items() ?? UNKNOWN;
    const variables = new Map([
      // of a list that is always empty no item is ever looked at
      [as, item.kinds === 0 ? UNKNOWN : item] as const,
      ['index', NUMBER] as const,
    ]);
    const loop: Loop | null = list && { type: 'forEach', items: list.mapping, maxParallel };
    return { loop, inside: withVariables(at, variables) };
  }
  const { intervalMs, maxIterations } = document;
  const output = types === null ? UNKNOWN : types.outputs.useOnce(step);
  const inLoop = withVariables(at, new Map([['output', output]]));
  const place = inPart(inLoop(`${step.path}/repeat/until`), 'until');
  const until = document.until === null ? null : compileCondition(document.until, place);
  const loop: Loop | null = until ? { type: 'repeat', until, intervalMs, maxIterations } : null;
  return { loop, inside: at };
}
