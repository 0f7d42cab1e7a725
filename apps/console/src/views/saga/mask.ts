/** What the API puts where a caller may not see a value. */
export const MASK = '•••';

/** Whether some part of a value is hidden from who looks. */
export function hasMask(value: unknown): boolean {
  if (value === MASK) return true;
  return typeof value === 'object' && value !== null && Object.values(value).some(hasMask);
}
