import type { FencingToken } from '#contracts';
import type { InboxTransaction } from './inbox.js';

/*
 * One row per key of a lock: the largest ticket whose holder has been here. Two sagas never hold a
 * lock at once, but a command of the earlier one may arrive, or be sent, after an operator gave its
 * lock to the next. The row stays locked until the end of the transaction that took it, so that
 * what goes on under one lock is done one after the other here.
 */

/**
 * Notes the tokens, and gives one whose lock had a later holder here already; null: there is none.
 */
export async function oldTokenOf(
  { rows }: InboxTransaction,
  fencing: readonly FencingToken[],
): Promise<FencingToken | null> {
  if (fencing.length === 0) return null;
  // in one order for all commands: those that have two keys in common do not deadlock
  const asked = fencing.toSorted((a, b) => (a.key < b.key ? -1 : 1));
  const values = [asked.map(({ key }) => key), asked.map(({ token }) => token)];
  const taken = await rows<{ readonly key: string }>(TAKE, values);
  return asked.find(({ key }) => !taken.some((row) => row.key === key)) ?? null;
}

/** The code of the refusal, with a message for people. */
export function refusalOfOldToken({ key, token }: FencingToken): readonly [string, string] {
  const message = `token ${token} of the lock "${key}" is old: a later holder was here`;
  return ['FENCING_TOKEN_OLD', message];
}

/** Where the condition does not hold the row is locked all the same, and not given. */
const TAKE = `
  insert into fencing_token (key, token)
  select key, token from unnest($1::text[], $2::bigint[]) as asked (key, token)
  on conflict (key) do update set token = excluded.token, seen_at = clock_timestamp()
    where fencing_token.token <= excluded.token
  returning key`;
