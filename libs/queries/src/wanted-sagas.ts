import type { SagaFilter } from '#filters';
import type { accessStores } from '#persistence';
import { outsideFor, type LookOutside } from './filtering/parameters.js';
import { pageStatement, type Statement } from './filtering/page-statement.js';

interface Wanted {
  readonly limit: number;
  /** null: of all. */
  readonly definitions: accessStores.Seen;
  readonly look: LookOutside;
}

/** Gives the ids of the sagas that a filter lets through as `id`: the newest, at most so many. */
export async function wantedSagas(
  filter: SagaFilter,
  { limit, definitions, look }: Wanted,
): Promise<Statement> {
  const outside = await outsideFor(filter, look);
  const page = { filter, limit, beforeId: null, definitions };
  const statement = pageStatement('id', page, outside);
  return statement ?? { sql: 'select id from saga where false', parameters: [] };
}
