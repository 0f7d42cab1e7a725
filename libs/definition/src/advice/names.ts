/* How a name that was written in another style is written here. */

const CHARS_MAX = 200;

/** `OrderImport`: `order-import` */
export function kebabCase(text: string): string {
  return wordsOf(text).join('-');
}

/** `book-hotel`: `bookHotel` */
export function camelCase(text: string): string {
  const [first = '', ...rest] = wordsOf(text);
  return first + rest.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
}

/** `: write "order-import"`; an example where that is no name either. */
export function writeInstead(name: string, form: RegExp, example: string): string {
  return `: write ${JSON.stringify(form.test(name) ? name : example)}`;
}

function wordsOf(text: string): readonly string[] {
  return text
    .slice(0, CHARS_MAX)
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
}
