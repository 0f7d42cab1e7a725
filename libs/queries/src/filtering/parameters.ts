import type { SagaFilter, WaitingCode } from '#filters';

/** What the database does not know. */
export interface KnownOutside {
  /** Participants whose queue nobody takes from now, or that have none. */
  readonly silent: readonly string[];
}

/** Asks for it. @throws what a read of the database does */
export type LookOutside = () => Promise<KnownOutside>;

export const NOTHING_OUTSIDE: KnownOutside = { silent: [] };

/** What a filter needs to know; nothing is asked when it asks for nothing of it. */
export async function outsideFor(
  { waiting }: SagaFilter,
  look: LookOutside | undefined,
): Promise<KnownOutside> {
  const asks = waiting?.values.some((code) => !FROM_WITHIN.has(code)) ?? false;
  return look !== undefined && (asks || waiting?.isNegated === true) ? look() : NOTHING_OUTSIDE;
}

/** No queue changes anything about these. */
const FROM_WITHIN: ReadonlySet<WaitingCode> = new Set(['stuck', 'paused', 'timer', 'limit']);

/** What a statement needs beside its text: its parameters, and what it reads once. */
export class Parameters {
  readonly values: unknown[] = [];
  private readonly readOnce = new Map<string, string>();

  constructor(readonly outside: KnownOutside = NOTHING_OUTSIDE) {}

  /** The place of the value, with its type: `$1::text`. */
  add(value: unknown, type: string): string {
    return `$${this.values.push(value)}::${type}`;
  }

  /** The one value that the select gives as `value`: read when it is needed first, and once. */
  once(name: string, select: () => string): string {
    if (!this.readOnce.has(name)) this.readOnce.set(name, select());
    return `(select value from ${name})`;
  }

  /** Stands before the statement. */
  get prefix(): string {
    if (this.readOnce.size === 0) return '';
    const each = [...this.readOnce].map(([name, select]) => `${name} as materialized (${select})`);
    return `with ${each.join(', ')}`;
  }
}
