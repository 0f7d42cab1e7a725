import { compileCondition, compileTextMapping, NULL, NUMBER, unionOf, UNKNOWN } from '#expressions';
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
  const { until: written, type, ...settings } = document;
  const output = types === null ? UNKNOWN : types.outputs.useOnce(step);
  // positions in `moves/repeats.ts` of the engine are the same
  const ofRound = new Map([
    ['output', output],
    ['iteration', NUMBER],
    ['signals', UNKNOWN],
  ]);
  const place = inPart(withVariables(at, ofRound)(`${step.path}/repeat/until`), 'until');
  const until = written === null ? null : compileCondition(written, place);
  const loop: Loop | null = until ? { type, until, ...settings } : null;
  const beforeRound = new Map([
    ['previous', unionOf([output, NULL])],
    ['iteration', NUMBER],
  ]);
  return { loop, inside: withVariables(at, beforeRound) };
}
