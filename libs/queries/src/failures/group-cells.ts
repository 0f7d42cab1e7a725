import type { GroupFacts } from '#failures';

/** The hours of a trend. */
export const HOURS = 24;
export const HOUR_MS = 3_600_000;

/** Sagas of one group with the same version and state. */
export interface Cell {
  readonly fingerprint: string;
  readonly version: number;
  /** null: they have left it. */
  readonly state: 'stuck' | 'retrying' | null;
  /** How many came in which hour since the epoch; null: all came longer ago. */
  readonly hours: Readonly<Record<string, number>> | null;
  readonly sagas: number;
  readonly first: Date;
  readonly seen: Date;
}

/** What the cells of a group say together. */
export interface CellSum {
  readonly stuck: number;
  readonly retrying: number;
  /** Also those that have left. */
  readonly sagas: number;
  readonly failed: GroupFacts['failed'];
  readonly hours: ReadonlyMap<number, number>;
  readonly first: Date;
  readonly seen: Date;
  /** Of those that are in it; null: none is. */
  readonly oldest: Date | null;
}

/** By fingerprint. */
export function sumCells(cells: readonly Cell[]): ReadonlyMap<string, CellSum> {
  const groups = new Map<string, Cell[]>();
  for (const cell of cells) {
    const group = groups.get(cell.fingerprint) ?? [];
    groups.set(cell.fingerprint, group);
    group.push(cell);
  }
  return new Map([...groups].map(([fingerprint, group]) => [fingerprint, sumOf(group)]));
}

function sumOf(cells: readonly Cell[]): CellSum {
  const hours = new Map<number, number>();
  const failed = new Map<number, number>();
  for (const { hours: own, version, seen } of cells) {
    for (const [hour, sagas] of Object.entries(own ?? {})) {
      hours.set(Number(hour), (hours.get(Number(hour)) ?? 0) + sagas);
    }
    failed.set(version, Math.max(failed.get(version) ?? 0, seen.getTime()));
  }
  const present = cells.filter(({ state }) => state !== null);
  const countOf = (state: Cell['state']): number =>
    total(cells.filter((each) => each.state === state));
  return {
    stuck: countOf('stuck'),
    retrying: countOf('retrying'),
    sagas: total(cells),
    failed: [...failed].map(([version, at]) => ({ version, at })),
    hours,
    first: earliest(cells.map(({ first }) => first)),
    seen: new Date(Math.max(...cells.map(({ seen }) => seen.getTime()))),
    oldest: present.length === 0 ? null : earliest(present.map(({ first }) => first)),
  };
}

function total(cells: readonly Cell[]): number {
  return cells.reduce((sum, { sagas }) => sum + sagas, 0);
}

function earliest(instants: readonly Date[]): Date {
  return new Date(Math.min(...instants.map((at) => at.getTime())));
}
