import { type OperatorAction, operators } from '#engine';
import { compile, SagaRun } from '#testing-sagas';
import { previewHash } from '../preview-hash.js';
import type { FollowedCommand } from './followed.js';
import { sequelInParts, type Sequel } from './sequel.js';

/* Previews of chosen sagas, and how they are drawn. */

export function preview(run: SagaRun, action: OperatorAction, at = run.at + 1) {
  const input = { type: 'operator', at, action, actor: 'o', reason: 'r' } as const;
  const foreseen = operators.foresee(run, input);
  if (foreseen.type !== 'transition') throw new Error(JSON.stringify(foreseen));
  const { consequences } = foreseen;
  const parts = sequelInParts(run.definition, foreseen);
  for (let part = parts.next(); ; part = parts.next()) {
    if (part.done === true) {
      return { consequences, sequel: part.value, hash: previewHash(consequences) };
    }
  }
}

/** `ship -> (notify, bill)`, an undo with a minus, a question with a question mark. */
export function drawn({ commands }: Sequel): string {
  return commands.map(drawnOne).join(', ');
}

const SIGNS = { execute: '', compensate: '-', inquire: '?' };

function drawnOne({ command: { direction, step }, then }: FollowedCommand): string {
  const name = `${SIGNS[direction]}${step}`;
  if (then.length === 0) return name;
  const next = then.map(drawnOne).join(', ');
  return then.length === 1 ? `${name} > ${next}` : `${name} > (${next})`;
}

export const ok = { type: 'succeeded', output: { id: 1 } } as const;
export const no = { type: 'refused', error: { code: 'NO', message: 'no' } } as const;

export function command(name: string, more: object = {}) {
  return { name, command: `part.${name}`, compensation: `part.un${name}`, ...more };
}

/** Three steps in a row, a pivot, and one past it, which is stuck. */
export function stuckAtTheEnd(): SagaRun {
  const steps = [
    command('first', { input: { order: '${input.order}' } }),
    { name: 'pay', command: 'part.pay', kind: 'pivot', input: { of: '${steps.first.output.id}' } },
    { name: 'ship', command: 'part.ship', kind: 'retryable', retry: { maxAttempts: 1 } },
    { name: 'tell', command: 'part.tell', kind: 'retryable', input: '${steps.ship.output}' },
  ];
  const run = new SagaRun(compile({ name: 'order', steps }), { order: 'o-1' });
  for (const outcome of [ok, ok, no]) run.take(run.replyTo(0, outcome));
  return run;
}
