import type { StepTrace } from './step-trace';

/** In what the same step of two sagas differs. */
export type Difference = 'there' | 'order' | 'input' | 'outcome' | 'attempts' | 'output' | 'error';

export interface ComparedStep {
  readonly name: string;
  /** null: it has no such step. */
  readonly left: StepTrace | null;
  readonly right: StepTrace | null;
  /** Empty: they are the same, but for the time that they took. */
  readonly differences: readonly Difference[];
  /** One took three times as long as the other, and half a second more. */
  readonly isSlower: 'left' | 'right' | null;
}

/** Step by step: in the order in which the left saga began them, then the right, then the rest. */
export function compare(
  left: readonly StepTrace[],
  right: readonly StepTrace[],
): readonly ComparedStep[] {
  const byName = new Map(right.map((trace) => [trace.name, trace]));
  const own = new Set(left.map(({ name }) => name));
  const common = begunIn(left, byName);
  const steps = [
    ...left.map((trace) => comparedOf(trace, byName.get(trace.name) ?? null, common)),
    ...right.filter(({ name }) => !own.has(name)).map((trace) => comparedOf(null, trace, common)),
  ];
  return steps.toSorted((one, other) => placeOf(one) - placeOf(other));
}

/** The first step in which they differ at all, and the first that came out otherwise. */
export function firstOf(steps: readonly ComparedStep[]): {
  readonly difference: ComparedStep | null;
  readonly outcome: ComparedStep | null;
} {
  const isOther = ({ differences }: ComparedStep): boolean =>
    differences.includes('outcome') || differences.includes('there');
  return {
    difference: steps.find(({ differences }) => differences.length > 0) ?? null,
    outcome: steps.find(isOther) ?? null,
  };
}

/** The order in which each began what both began: where one skips a step the rest is in order. */
interface Order {
  readonly left: ReadonlyMap<string, number>;
  readonly right: ReadonlyMap<string, number>;
}

function begunIn(left: readonly StepTrace[], right: ReadonlyMap<string, StepTrace>): Order {
  const both = left.flatMap((trace) => {
    const other = right.get(trace.name);
    const isBegun = trace.place !== null && other !== undefined && other.place !== null;
    return isBegun ? [{ name: trace.name, left: trace.place ?? 0, right: other.place ?? 0 }] : [];
  });
  const orderBy = (side: 'left' | 'right') =>
    new Map(
      both.toSorted((one, other) => one[side] - other[side]).map(({ name }, at) => [name, at]),
    );
  return { left: orderBy('left'), right: orderBy('right') };
}

function comparedOf(left: StepTrace | null, right: StepTrace | null, order: Order): ComparedStep {
  const name = left?.name ?? right?.name ?? '';
  if (left === null || right === null) {
    return { name, left, right, differences: ['there'], isSlower: null };
  }
  const isOf: Readonly<Record<Difference, boolean>> = {
    there: false,
    order: order.left.get(name) !== order.right.get(name),
    input: !isSame(left.input, right.input),
    outcome: left.status !== right.status,
    attempts: left.attempts !== right.attempts,
    output: !isSame(left.output, right.output),
    error: left.error?.code !== right.error?.code,
  };
  const differences = (Object.keys(isOf) as Difference[]).filter((each) => isOf[each]);
  return { name, left, right, differences, isSlower: slowerOf(left, right) };
}

const TIMES_SLOWER = 3;
const SLOWER_MS = 500;

function slowerOf(left: StepTrace, right: StepTrace): ComparedStep['isSlower'] {
  const { durationMs: one } = left;
  const { durationMs: other } = right;
  if (one === null || other === null) return null;
  const isFar = (slow: number, fast: number): boolean =>
    slow >= fast * TIMES_SLOWER && slow - fast >= SLOWER_MS;
  if (isFar(one, other)) return 'left';
  return isFar(other, one) ? 'right' : null;
}

function placeOf({ left, right }: ComparedStep): number {
  return left?.place ?? right?.place ?? Infinity;
}

/** The order of names in objects means nothing. */
function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one, inOrder) === JSON.stringify(other, inOrder);
}

function inOrder(_name: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1)),
  );
}
