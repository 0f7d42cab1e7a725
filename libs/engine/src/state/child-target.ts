import { type ChildDefinition, type CommandStep, hashToUint32 } from '#definition';
import type { ChildTarget } from './decision.js';
import { wireNameOf } from './iterations.js';
import { stepOf, type SagaState } from './saga-state.js';

/** The bits of a version 7 uuid besides its time, version and variant, in whole hex digits. */
const RANDOM_BITS = 72n;

/** The child saga of the step's current iteration, started or still to be started. */
export function childTarget(
  state: SagaState,
  step: CommandStep,
  child: ChildDefinition,
): ChildTarget {
  const depth = ancestorCountOf(state) + 1;
  const { key, generation, origin } = state;
  return {
    sagaId: childIdOf(state, step),
    ...child,
    key,
    root: rootOf(state),
    depth,
    ...(generation === undefined ? {} : { generation }),
    ...(origin === undefined ? {} : { origin: origin.root }),
  };
}

/** The saga at the top of its family. */
export function rootOf({ id, parent }: SagaState): string {
  return parent?.root ?? id;
}

/** The saga whose family's budget counts what this one starts, as child or by its end. */
export function originOf(state: SagaState): string {
  return state.origin?.root ?? rootOf(state);
}

/** The number of ancestors. */
export function ancestorCountOf({ parent }: SagaState): number {
  return parent?.depth ?? 0;
}

/**
 * A version 7 uuid: the instant of the first command, and the parent's own random bits, turned and
 * mixed with what names the step. The same command always names the same child.
 */
export function childIdOf(state: SagaState, step: CommandStep): string {
  const { iteration, issuedAt } = stepOf(state, step.name);
  const mixed = turned(randomBitsOf(state.id)) ^ hashedBits(`${wireNameOf(step)}/${iteration}`);
  const time = (issuedAt ?? state.startedAt).toString(16).padStart(12, '0');
  const random = mixed.toString(16).padStart(18, '0');
  const [a, b, c] = [random.slice(0, 3), random.slice(3, 6), random.slice(6)];
  return `${time.slice(0, 8)}-${time.slice(8)}-7${a}-8${b}-${c}`;
}

/** The bits of a uuid without its time, version and variant. */
function randomBitsOf(sagaId: string): bigint {
  return BigInt(`0x${sagaId.slice(15, 18)}${sagaId.slice(20, 23)}${sagaId.slice(24)}`);
}

/** Without the turn, a grandchild by steps a then b would get the id of one by b then a. */
function turned(bits: bigint): bigint {
  const by = 5n;
  return BigInt.asUintN(Number(RANDOM_BITS), bits << by) | (bits >> (RANDOM_BITS - by));
}

function hashedBits(text: string): bigint {
  const words = [0, 1, 2].map((index) => BigInt(hashToUint32(`${index}/${text}`)));
  const bits = words.reduce((all, word) => (all << 32n) | word, 0n);
  return BigInt.asUintN(Number(RANDOM_BITS), bits);
}
