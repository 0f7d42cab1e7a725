import type { CommandStep } from '#definition';
import type { JsonValue } from '#protocol';
import { buildCommand, commandData, settingsOf } from '../transition/commands.js';
import type { Draft } from '../transition/draft.js';
import type { Direction, SagaError } from '../state/saga-state.js';
import type { Forwarded } from '../modes/mode.js';
import { modeOf } from '../modes/mode-of.js';

/**
 * Issues the next attempt of a step in one direction. `data` comes with the first attempt to
 * execute; `attemptsLeft` left out: the full number of the policy. `forwarded`: the command that a
 * participant sends by itself, which is recorded as issued but not sent. What a pause holds is not
 * issued until that is over, but for one attempt that is to find out whether it can be over.
 */
export function issueCommand(
  draft: Draft,
  step: CommandStep,
  direction: Direction,
  options: {
    readonly data?: JsonValue;
    readonly attemptsLeft?: number;
    readonly forwarded?: Forwarded | null;
  } = {},
): SagaError | null {
  const before = draft.step(step.name);
  const settings = settingsOf(step, direction);
  const mapped = commandData(draft, step, direction, options.data ?? before.data);
  if ('error' in mapped) return mapped.error;
  const attempt = before.attempts[direction] + 1;
  const isFirst = direction === 'execute' && options.data !== undefined;
  const attemptsLeft = options.attemptsLeft ?? settings.retry.maxAttempts - 1;
  const dueAt = draft.at + settings.timeoutMs;
  const { sending } = modeOf(draft);
  const { forwarded = null } = options;
  const facts = sending.factsOf(draft, step, { direction, forwarded });
  if (!facts.forwarded && draft.holds.isHeld(step, direction)) {
    const first = isFirst ? { data: mapped.data } : {};
    const held = { direction, attemptsLeft: attemptsLeft + 1, ...first, dueAt: draft.at };
    draft.record({ type: 'command-held', step: step.name, ...held });
    return null;
  }
  const probe = facts.forwarded ? undefined : draft.probeOf(step, direction);
  draft.record({
    type: 'command-issued',
    step: step.name,
    iteration: before.iteration,
    direction,
    attempt,
    // whoever finds out whether the participant answers again has no attempt less
    attemptsLeft: probe === undefined ? attemptsLeft : attemptsLeft + 1,
    command: settings.command,
    ...(isFirst ? { data: mapped.data } : {}),
    dueAt,
    ...facts,
    ...(probe === undefined ? {} : { probe }),
  });
  if (facts.forwarded) return null;
  const command = buildCommand(draft.state, step, { direction, attempt, dueAt, data: mapped.data });
  draft.send(sending.equip(draft, step, command));
  return null;
}
