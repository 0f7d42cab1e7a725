/** `pointerTo('/steps', 0, 'a/b')` is `/steps/0/a~1b`. */
export function pointerTo(base: string, ...keys: readonly (string | number)[]): string {
  const escaped = keys.map((key) => String(key).replaceAll('~', '~0').replaceAll('/', '~1'));
  return [base, ...escaped].join('/');
}
