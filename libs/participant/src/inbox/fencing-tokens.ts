import type { FencingToken, ParsedCommand } from '#contracts';
import type { EntityManager } from 'typeorm';
import { CommandRefused } from '../errors/handler-errors.js';

/*
 * One row per key of a lock: the largest ticket whose holder has been here. Two sagas never hold a
 * lock at once, but a command of the earlier one may arrive, or be sent, after an operator gave its
 * lock to the next. The row stays locked until the end of the transaction that took it, so that
 * what goes on under one lock is done one after the other here.
 */

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
  if (fencing.length === 0) return true;
  // in one order for all commands: those that have two keys in common do not deadlock
  const asked = fencing.toSorted((a, b) => (a.key < b.key ? -1 : 1));
  const values = [asked.map(({ key }) => key), asked.map(({ token }) => token)];
  const taken = await manager.query<{ readonly key: string }[]>(TAKE, values);
  const old = asked.find(({ key }) => !taken.some((row) => row.key === key));
  if (old === undefined) return true;
  if (direction === 'compensate') return false;
  throw new CommandRefused('FENCING_TOKEN_OLD', messageOf(old));
}

function messageOf({ key, token }: FencingToken): string {
  return `token ${token} of the lock "${key}" is old: a later holder was here`;
}

/** Where the condition does not hold the row is locked all the same, and not given. */
const TAKE = `
  insert into fencing_token (key, token)
  select key, token from unnest($1::text[], $2::bigint[]) as asked (key, token)
  on conflict (key) do update set token = excluded.token, seen_at = clock_timestamp()
    where fencing_token.token <= excluded.token
  returning key`;
