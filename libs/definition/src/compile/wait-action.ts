import type { TemplatePlace } from '#expressions';
import { DURATION_MAX_MS, type JsonValue } from '#protocol';
import { compileInputCheck } from '../input-schema/check-input.js';
import { checkInputSchema } from '../input-schema/input-schema-rules.js';
import { FaultList } from '../model/definition-fault.js';
import type { WaitDocument } from '../read/wait-action.js';
import type { Places } from '../types/expression-places.js';
import { compilePeriod } from './period.js';
import { compileEventWait } from './event-wait.js';
import type { Action, DocumentPlace } from './step-place.js';

/** A wait that names no end still has one: nothing is waited for without a timer. */
const WAIT_MS_DEFAULT = DURATION_MAX_MS;

export function compileWait(
  place: DocumentPlace,
  document: WaitDocument,
  at: Places,
): Action['wait'] | Action['event'] | null {
  const { path } = place.step;
  const { awaited, timeout: written, onTimeout } = document;
  const timeout = compilePeriod(written ?? WAIT_MS_DEFAULT, at(`${path}/wait/timeout`));
  if (awaited === null) {
    const signal = compileSignal(place, document, at);
    return signal === null || timeout === null ? null : { ...signal, timeout, onTimeout };
  }
  const event = compileEventWait(awaited, `${path}/wait`, at);
  if (event === null || timeout === null) return null;
  return { type: 'event', ...event, timeout, onTimeout };
}

function compileSignal(
  { step, types }: DocumentPlace,
  { signal, title, payloadSchema: schema }: WaitDocument,
  at: Places,
): Omit<Action['wait'], 'timeout' | 'onTimeout'> | null {
  const place = at(`${step.path}/wait/payloadSchema`);
  const isSound = schema === undefined || checkPayloadSchema(schema, place, types !== null);
  if (signal === null || !isSound) return null;
  const payload = { schema, check: compileInputCheck(schema) };
  return { type: 'wait', signal, title, payload };
}

/** By the rules of `inputSchema`; what is wrong is reported. */
function checkPayloadSchema(
  schema: JsonValue,
  { path, report }: TemplatePlace,
  countsLists: boolean,
): boolean {
  const faults = new FaultList();
  if (checkInputSchema(schema, { path, countsLists }, faults)) return true;
  for (const fault of faults.faults) report(fault.path, fault.rule, fault.message);
  return false;
}
