/** What stands where a text is no JSON, and what to write instead; the first that fits. */
const CURES: readonly (readonly [before: RegExp, at: RegExp, cure: string])[] = [
  [/,$/, /^[\]}]/, 'leave out the comma before it'],
  [/:$/, /^[\]},]/, 'a value is missing before it'],
  [/(?:)/, /^'/, 'a text stands in double quotes'],
  // “ and ”, in UTF-8
  [/(?:)/, /^\xe2\x80[\x9c\x9d]/, 'a text stands in straight quotes'],
  [/(?:)/, /^(?:\/[/*]|#)/, 'there are no comments'],
  [/[{,]$/, /^[A-Za-z_$]/, 'a name, or a text, stands in double quotes'],
  [/(?:)/, /^(?:True|False|None|undefined|NaN|Infinity)/, 'write true, false, null or a number'],
  [/(?:["\]}\d]|true|false|null)$/, /^["[{]/, 'a comma is missing before it, or a colon'],
  [/(?:)/, /^0\d|^\d|^[+.]/, 'a number is like 0, -1, 0.5 or 1e3'],
  [/(?:)/, /^"/, 'the text has no end on its line, or an escape that there is none of'],
  [/(?:)/, /^$/, 'it ends too early, and something is not closed'],
];

/** How much of the text is looked at on each side of the place. */
const AROUND = 40;

/** `: leave out the comma before it`; nothing where nobody knows. Says nothing of the text. */
export function cureOf(text: Buffer, index: number): string {
  const before = text
    .subarray(Math.max(0, index - AROUND), index)
    .toString('latin1')
    .trimEnd();
  const at = text.subarray(index, index + AROUND).toString('latin1');
  const found = CURES.find(([behind, here]) => behind.test(before) && here.test(at));
  return found === undefined ? '' : `: ${found[2]}`;
}
