import type { Approval } from './do-act';

/** What somebody else has to confirm first, in what a call answered; null: it is done. */
export function approvalIn(answered: unknown): Approval | null {
  return approvalOf(answered) ?? approvalOf(valueOf(answered, 'data'));
}

/** Nothing else that acts answer has these. */
function approvalOf(value: unknown): Approval | null {
  const isOne =
    typeof valueOf(value, 'needs') === 'string' && typeof valueOf(value, 'expiresAt') === 'string';
  return isOne ? (value as Approval) : null;
}

function valueOf(holder: unknown, name: string): unknown {
  return typeof holder === 'object' && holder !== null
    ? (holder as Readonly<Record<string, unknown>>)[name]
    : undefined;
}

/** As `approvalIn`, for what a call answers itself. */
export function isAskedFor<Answer>(answer: Answer | Approval): answer is Approval {
  return approvalIn(answer) !== null;
}
