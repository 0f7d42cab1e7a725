import type { Fleet } from './fleet.fixture.js';

/** What is left behind in all four databases once everything has come to its end. */
export interface Effects {
  readonly sagas: Readonly<Record<string, number>>;
  readonly orders: Readonly<Record<string, number>>;
  readonly captures: number;
  readonly openAuthorizations: number;
  readonly shipments: number;
  readonly openReservations: number;
  /** Books that are missing from the stock that the migration put there. */
  readonly booksTaken: number;
  readonly outbox: number;
}

/** Messages alone, and batches of them. */
export const UNSENT =
  'select (select count(*) from outbox) + (select count(*) from outbox_batch) as count';

export async function readEffects(fleet: Fleet): Promise<Effects> {
  const count = async (database: keyof Fleet['databases'], text: string): Promise<number> =>
    Number((await fleet.query<{ count: string }>(database, text))[0]?.count);
  return {
    sagas: await byStatus(fleet, 'conductor', 'saga'),
    orders: await byStatus(fleet, 'order', 'customer_order'),
    captures: await count('payment', 'select count(*) from capture'),
    openAuthorizations: await count(
      'payment',
      "select count(*) from card_authorization where status = 'authorized'",
    ),
    shipments: await count('shipping', 'select count(*) from shipment'),
    openReservations: await count(
      'shipping',
      "select count(*) from reservation where status = 'reserved'",
    ),
    booksTaken: await count(
      'shipping',
      "select 1000000 - available as count from stock where sku = 'book'",
    ),
    outbox: await count('conductor', UNSENT),
  };
}

/** All came to an end, every effect happened once, nothing was lost. */
export function effectsOf(placed: { readonly confirmed: number; readonly declined: number }) {
  const { confirmed, declined } = placed;
  return {
    sagas: { completed: confirmed, compensated: declined },
    orders: { confirmed, rejected: declined },
    captures: confirmed,
    openAuthorizations: 0,
    shipments: confirmed,
    openReservations: 0,
    booksTaken: confirmed * 2,
    outbox: 0,
  } satisfies Effects;
}

async function byStatus(fleet: Fleet, database: keyof Fleet['databases'], table: string) {
  const text = `select status, count(*)::int as count from ${table} group by status`;
  const rows = await fleet.query<{ status: string; count: number }>(database, text);
  return Object.fromEntries(rows.map(({ status, count }) => [status, count]));
}
