/** Stands for `node:buffer`: whoever calls it in a browser made a mistake. */
export function isUtf8(): never {
  throw new Error('Browsers read no bytes.');
}
