import { codePointsBefore } from '#protocol';

/** Code points that are shown on each side of the place. */
const AROUND = 50;

/**
 * What is wrong, where, and the expression with a caret below the place:
 *
 *     there is no "===": write ==
 *       input.gift === true
 *                  ^ character 12
 *
 * `at`: in code units from 0.
 */
export function pointAt(message: string, source: string, at: number): string {
  const character = codePointsBefore(source, at) + 1;
  const before = [...source.slice(Math.max(at - 2 * AROUND, 0), at)].slice(-AROUND);
  const after = [...source.slice(at, at + 2 * AROUND)].slice(0, AROUND);
  const isCut = before.length < character - 1;
  // the caret stands below what is one line
  const line = [...(isCut ? ['…'] : []), ...before, ...after].join('').replaceAll(/\s/g, ' ');
  const rest = at + after.join('').length < source.length ? '…' : '';
  const indent = ' '.repeat(before.length + (isCut ? 1 : 0));
  return `${message}\n  ${line}${rest}\n  ${indent}^ character ${character}`;
}
