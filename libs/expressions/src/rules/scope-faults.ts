import { adviceOnVariable } from '../advice/foreign-names.js';
import { didYouMean } from '../advice/near-name.js';
import { ROOTS } from './roots.js';
import type { VisibleSteps } from './visible-steps.js';

/* Why something cannot be named at its place, and what to write instead. */

const NAMES_SHOWN = 10;

export function explainVariable(
  name: string,
  locals: readonly string[],
  visible: VisibleSteps,
): string {
  if (visible.hasSaga === false) {
    const first = locals[0] ?? 'data';
    const message = `there is no saga yet, and no "${name}": there is ${locals.join(', ')}`;
    return `${message}, what the event brings. Write ${first}.orderId`;
  }
  if (name === 'steps') return 'write steps.<name>.output or steps.<name>.status';
  if (name === 'saga') return 'write saga.id or saga.key';
  const message = `there is no "${name}" here`;
  if (visible.known.has(name)) return `${message}: the output of the step is steps.${name}.output`;
  const [item, index] = locals;
  if (name === 'item' && item !== undefined && index === 'index') {
    return `${message}: the item is called "${item}"`;
  }
  const names = [...ROOTS, ...locals];
  const advice = adviceOnVariable(name);
  if (advice !== null) return `${message}: ${advice}`;
  return `${message}${didYouMean(name, names) || `: there are ${names.join(', ')}`}`;
}

/** null: it may be named. */
export function explainStep(name: string, { known, before, at }: VisibleSteps): string | null {
  if (at?.part === 'start') {
    return 'no step has run at the start: a lock is made of input and saga';
  }
  if (!known.has(name)) return `there is no step named "${name}"${otherSteps(name, known)}`;
  if (before === null || before.has(name)) return null;
  if (at?.step === name) return explainOwn(at.part, name);
  const message = `step "${name}" does not come before this on every path`;
  if (at?.later.has(name)) return `${message}: it comes after it. Move it to the front`;
  return `${message}: it may run at the same time. Add "${name}" to the "after" of this step`;
}

function explainOwn(part: string, name: string): string {
  if (part === 'compensation') {
    const reason = 'it has to work when no reply ever came';
    const cure =
      'Leave its "input" out: the participant gets the data of the step again, and has its own ' +
      'output (context.executed)';
    return `a compensation cannot use the output of its own step "${name}": ${reason}. ${cure}`;
  }
  if (part === 'until') return 'the output of the round is called "output": write output.status';
  return `"${name}" is this step, and has no output before it ran: name a step that comes before`;
}

function otherSteps(name: string, known: ReadonlySet<string>): string {
  const names = [...known];
  const near = didYouMean(name, names);
  if (near !== '' || names.length === 0) return near;
  const rest = names.length > NAMES_SHOWN ? ', …' : '';
  return `: there are ${names.slice(0, NAMES_SHOWN).join(', ')}${rest}`;
}
