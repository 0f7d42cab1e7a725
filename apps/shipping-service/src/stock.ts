import type { EntityManager } from 'typeorm';
import type { Line } from './reservation.entity.js';

/*
 * Stock rows are only ever locked in the order of their skus, after the reservation's row if there
 * is one: two commands may wait for each other's rows, but never in a circle.
 */

/** Why the stock cannot cover what was asked for. */
export interface StockRefusal {
  readonly code: 'UNKNOWN_SKU' | 'OUT_OF_STOCK';
  readonly message: string;
}

/** Takes all lines from the stock, or takes nothing and says why. Each sku appears once. */
export async function takeFromStock(
  manager: EntityManager,
  lines: readonly Line[],
): Promise<StockRefusal | null> {
  const available = await lockStock(manager, lines);
  const refusal = findRefusal(available, lines);
  if (refusal) return refusal;
  await changeStock(
    manager,
    lines.map(({ sku, quantity }) => ({ sku, quantity: -quantity })),
  );
  return null;
}

export async function putBackIntoStock(
  manager: EntityManager,
  lines: readonly Line[],
): Promise<void> {
  await lockStock(manager, lines);
  await changeStock(manager, lines);
}

/** Merges the lines of each sku. */
export function mergeLines(lines: readonly Line[]): readonly Line[] {
  const quantityBySku = new Map<string, number>();
  for (const { sku, quantity } of lines) {
    quantityBySku.set(sku, (quantityBySku.get(sku) ?? 0) + quantity);
  }
  return [...quantityBySku].map(([sku, quantity]) => ({ sku, quantity }));
}

async function lockStock(
  manager: EntityManager,
  lines: readonly Line[],
): Promise<ReadonlyMap<string, number>> {
  const rows = await manager.query<{ sku: string; available: number }[]>(
    'select sku, available from stock where sku = any($1) order by sku for update',
    [lines.map(({ sku }) => sku)],
  );
  return new Map(rows.map(({ sku, available }) => [sku, available]));
}

function findRefusal(
  available: ReadonlyMap<string, number>,
  lines: readonly Line[],
): StockRefusal | null {
  for (const { sku, quantity } of lines) {
    const left = available.get(sku);
    if (left === undefined) return { code: 'UNKNOWN_SKU', message: `there is no sku "${sku}"` };
    if (left < quantity) {
      return { code: 'OUT_OF_STOCK', message: `${quantity} of "${sku}" wanted, ${left} left` };
    }
  }
  return null;
}

async function changeStock(manager: EntityManager, lines: readonly Line[]): Promise<void> {
  await manager.query(
    `update stock set available = available + change.quantity
       from unnest($1::text[], $2::integer[]) as change (sku, quantity)
      where stock.sku = change.sku`,
    [lines.map(({ sku }) => sku), lines.map(({ quantity }) => quantity)],
  );
}
