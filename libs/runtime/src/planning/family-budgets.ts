import {
  familyFault,
  shareOfNext,
  type FamilyLimits,
  type FamilyUse,
  type SagaError,
  type SagaState,
} from '#engine';
import type { LoadedBatch } from '#ports';
import type { PendingStart } from './pending-input.js';

const NOTHING: FamilyUse = { sagas: 0, chars: 0 };

/**
 * The family whose budget a start is counted against; null: none. What a trigger started counts
 * where the saga that was told of does, or each end would bring a new budget. A child that its
 * parent wants back by now is there only so that it cannot begin later: going back needs no budget.
 */
export function familyOfStart({ request }: PendingStart): string | null {
  const { child, origin } = request;
  if (!child) return origin ?? null;
  const { root, asked } = child.parent;
  return asked.direction === 'execute' ? (origin ?? root) : null;
}

/** What the families of a batch have used, with what it starts. */
export class FamilyBudgets {
  private readonly grown = new Map<string, FamilyUse>();

  constructor(
    private readonly loaded: LoadedBatch['families'],
    private readonly limits: FamilyLimits,
  ) {}

  /** Characters that the next descendant may keep. */
  shareIn(root: string): number {
    return shareOfNext(this.useOf(root), this.limits);
  }

  /** Counts a descendant in; or says why there may not be one more. */
  admit(root: string, state: SagaState): SagaError | null {
    const chars = JSON.stringify(state).length;
    const fault = familyFault(this.useOf(root), chars, this.limits);
    if (fault !== null) return fault;
    const { sagas, chars: before } = this.grown.get(root) ?? NOTHING;
    this.grown.set(root, { sagas: sagas + 1, chars: before + chars });
    return null;
  }

  /** What is to be added. */
  growths(): readonly ({ readonly root: string } & FamilyUse)[] {
    return [...this.grown].map(([root, use]) => ({ root, ...use }));
  }

  private useOf(root: string): FamilyUse {
    const before = this.loaded.get(root) ?? NOTHING;
    const here = this.grown.get(root) ?? NOTHING;
    return { sagas: before.sagas + here.sagas, chars: before.chars + here.chars };
  }
}
