import type { ParsedCommand } from '#contracts';
import { oldTokenOf, refusalOfOldToken } from '#duties';
import type { EntityManager } from 'typeorm';
import { CommandRefused } from '../errors/handler-errors.js';

/**
 * Notes the command's tokens, and gives whether no later holder of their locks was here: false only
 * for a compensation.
 *
 * @throws CommandRefused `FENCING_TOKEN_OLD`, for an action
 */
export async function checkFencingTokens(
  manager: EntityManager,
  { fencing, direction }: Pick<ParsedCommand, 'fencing' | 'direction'>,
): Promise<boolean> {
  const rows = <Row>(text: string, values: readonly unknown[]) =>
    manager.query<Row[]>(text, [...values]);
  const old = await oldTokenOf({ rows }, fencing);
  if (old === null) return true;
  if (direction === 'compensate') return false;
  throw new CommandRefused(...refusalOfOldToken(old));
}
