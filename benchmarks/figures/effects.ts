/* What participants did, to be held against what the answers say. */

/** How often a command was carried out, and the sum of the numbers of its orders. */
export interface Effect {
  readonly count: number;
  readonly orders: number;
}

/** By command: `order.create`. */
export type Effects = Readonly<Record<string, Effect>>;

/** Counts of one process. The sum of order numbers tells whether it was for the right orders. */
export class EffectCounts {
  private counts: Record<string, { count: number; orders: number }> = {};

  /** `orderId` is `order-17`. */
  add(command: string, orderId: string): void {
    const effect = (this.counts[command] ??= { count: 0, orders: 0 });
    effect.count += 1;
    effect.orders += Number(orderId.slice(orderId.lastIndexOf('-') + 1));
  }

  /** What a saga has to have done by its end. Its last step is asked, and maybe refuses. */
  addSaga(orderId: string, isRefused: boolean): void {
    const commands = ['order.create', 'payment.charge', 'shipping.ship'];
    if (isRefused) commands.push('payment.refund', 'order.cancel');
    for (const command of commands) this.add(command, orderId);
  }

  /** All since the last call. */
  take(): Effects {
    const taken = this.counts;
    this.counts = {};
    return taken;
  }
}

/** Of several processes. */
export function mergeEffects(parts: readonly Effects[]): Effects {
  const merged: Record<string, Effect> = {};
  for (const [command, { count, orders }] of parts.flatMap((part) => Object.entries(part))) {
    const before = merged[command] ?? { count: 0, orders: 0 };
    merged[command] = { count: before.count + count, orders: before.orders + orders };
  }
  return merged;
}

/** One line for each command that was not carried out once for each of its orders. */
export function findWrongEffects(expected: Effects, found: Effects): string[] {
  const commands = [...new Set([...Object.keys(expected), ...Object.keys(found)])].sort();
  const nothing: Effect = { count: 0, orders: 0 };
  return commands.flatMap((command) => {
    const [wanted, done] = [expected[command] ?? nothing, found[command] ?? nothing];
    if (wanted.count !== done.count) {
      return [`${command} was carried out ${done.count} times for ${wanted.count} sagas`];
    }
    return wanted.orders === done.orders ? [] : [`${command} was carried out for other orders`];
  });
}
