const APPROVAL = /^approval:([0-9a-f-]{36})$/;

/** The id of the approval by which it was done; null: nobody had to confirm it. */
export function approvalIn(credential: string | null): string | null {
  return APPROVAL.exec(credential ?? '')?.[1] ?? null;
}

/** The same in SQL, of a parameter or a column. */
export function approvalOf(credential: string): string {
  return `substring(${credential}::text from '^approval:([0-9a-f-]{36})$')::uuid`;
}
