import { errs, ORDER_DEFINITION, type ConductorStack } from '../../conductor-stack.fixture.js';

const SAME = `definition_name, definition_version, key, status, version, active_steps, summary,
  error_code, error_message, wake_at`;

/**
 * $1 the id of a saga, $2 how many others are to be where it is: faster than starting them. Their
 * ids begin as its own, since lists are in the order of ids.
 */
export const CLONE_SAGA = `
  insert into saga (id, state, ${SAME})
  select clone.id, replace(saga.state, saga.id::text, clone.id::text), ${SAME}
    from saga cross join (
      select overlay(gen_random_uuid()::text placing left($1, 15) from 1)::uuid as id
        from generate_series(1, $2::int)) as clone
   where saga.id = $1::text::uuid`;

/** Sagas of a definition of this name that are stuck after the pivot. */
export async function stuckSagas(
  stack: ConductorStack,
  name: string,
  count: number,
): Promise<string> {
  await stack.call('POST', '/v1/definitions', { body: { ...ORDER_DEFINITION, name } });
  stack.script.set('shipping.ship', errs('NO_TRUCK'));
  const body = { definition: name, input: { orderId: 'o-1' } };
  const { body: saga } = await stack.call('POST', '/v1/sagas?wait=30s', { body });
  expect(saga.status).toBe('stuck');
  await stack.sql.query(CLONE_SAGA, [saga.id, count - 1]);
  return name;
}
