/**
 * A whole number for people: `12,400`. As `toLocaleString('en')` gives it, which takes a while to
 * load what it knows of all numbers before it shows the first.
 */
export function numberText(number: number): string {
  let text = String(Math.abs(number));
  for (let at = text.length - 3; at > 0; at -= 3) text = `${text.slice(0, at)},${text.slice(at)}`;
  return number < 0 ? `-${text}` : text;
}
