import { participantOfCommand } from '#protocol';
import type { Mapping } from '#expressions';
import type { CommandDocument } from '../read/command-action.js';
import type { Places } from '../types/expression-places.js';
import { compileCompensation, compileInput, compileSlip } from './exchange-data.js';
import { compileLoop } from './loop.js';
import type { Action, DocumentPlace } from './step-place.js';

/** Compiles a command to a participant. */
export function compileCommand(
  place: DocumentPlace,
  { command }: CommandDocument,
  at: Places,
): Action['command'] | null {
  const { step, saga } = place;
  const { common, inside } = compileSending(place, at);
  const compensation = compileCompensation(place, inside);
  const participant = command === null ? null : participantOfCommand(command);
  if (command === null || participant === null) return null;
  const { timeoutMs, retry } = step;
  const slip = saga.mode === 'routing-slip' ? compileSlip(step, inside) : null;
  return { ...common, child: null, participant, command, timeoutMs, retry, compensation, slip };
}

/** Compiles what commands to participants and to child sagas have in common. */
export function compileSending(place: DocumentPlace, at: Places) {
  const { step, types } = place;
  const compiled = step.loop && compileLoop(step.loop, { step, types, at });
  const inside = compiled?.inside ?? at;
  const common = {
    type: 'command',
    input: compileInput(place, inside) ?? emptyMapping,
    loop: compiled?.loop ?? null,
    iterationOf: null,
    slip: null,
  } as const;
  return { common, inside };
}

export const emptyMapping: Mapping = () => ({});
