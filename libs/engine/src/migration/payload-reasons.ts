import type { SagaDefinition, WaitStep } from '#definition';
import { canonicalJson } from '#protocol';
import type { SagaState } from '../state/saga-state.js';
import type { MigrationReason } from './migration-reason.js';

/** Later steps may rely on everything that a new `payloadSchema` guarantees. */
export function* payloadReasons(
  state: SagaState,
  from: SagaDefinition,
  to: SagaDefinition,
): Iterable<MigrationReason> {
  for (const step of to.steps) {
    if (step.type !== 'wait' || schemaIn(from, step.name) === schemaIn(to, step.name)) continue;
    const current = state.steps[step.name];
    if (current?.status === 'succeeded') {
      const [fault] = current.output === null ? [] : step.payload.check(current.output);
      if (fault === undefined) continue;
      const detail = `the output of ${step.name}${fault.path} does not fit: ${fault.message}`;
      yield { code: 'OUTPUT_DOES_NOT_FIT', step: step.name, detail };
    } else if (current === undefined || current.status === 'pending') {
      yield* signalReasons(state, step);
    }
  }
}

/** As JSON text; undefined: anything is allowed. */
function schemaIn({ stepByName }: SagaDefinition, name: string): string | undefined {
  const step = stepByName.get(name);
  const schema = step?.type === 'wait' ? step.payload.schema : undefined;
  return schema === undefined ? undefined : canonicalJson(schema);
}

function* signalReasons({ signals }: SagaState, step: WaitStep): Iterable<MigrationReason> {
  for (const { name, id, payload, takenBy, misfits = [] } of signals) {
    if (name !== step.signal || takenBy !== null || misfits.includes(step.name)) continue;
    const [fault] = step.payload.check(payload);
    if (fault === undefined) continue;
    const which = `the signal ${id}, which is kept for ${step.name},`;
    const detail = `${which} does not fit: ${fault.path || '/'} ${fault.message}`;
    yield { code: 'SIGNAL_DOES_NOT_FIT', step: step.name, detail };
    return;
  }
}
