/** How large a regular expression may be. */
export const PATTERN_CHARS_MAX = 500;
/** All that is repeated is written out: `[0-9a-f]{64}` has 64, and two for its start and end. */
export const PARTS_MAX = 2000;

/** What stands by itself; a quoted text is its characters. It need not be right: RE2 says that. */
const TOKEN = new RegExp(
  [
    String.raw`\\Q(?<quoted>.*?)(?:\\E|$)`,
    String.raw`(?<atom>\\(?:[pP]\{[^}]*\}|x\{[^}]*\}|.)|\[\^?\]?(?:\[:\^?\w+:\]|\\.|[^\]\\])*\])`,
    String.raw`\{(?<least>\d+)(?<isRange>,(?<most>\d*))?\}`,
    String.raw`(?<sign>[*+?|()])`,
    '.',
  ].join('|'),
  'gsu',
);

/**
 * How many parts the pattern has when all that is repeated is written out: at least as many as RE2
 * makes of it. Known before RE2 reads it, as `(a{30}){30}` would take it long.
 */
export function partsOf(pattern: string): number {
  const sizes = new Sizes();
  for (const { groups = {} } of pattern.matchAll(TOKEN)) {
    const { quoted, least, isRange, most, sign } = groups;
    if (quoted !== undefined) sizes.add(quoted.length, 1);
    else if (least !== undefined) sizes.repeat(timesOf(least, isRange, most));
    else if (sign === '(') sizes.open();
    else if (sign === ')') sizes.close();
    else if (sign === '|') sizes.add(2, 0);
    else if (sign !== undefined) sizes.repeatByOne();
    else sizes.add(1, 1);
  }
  return sizes.all();
}

/** `\p{Greek}`, `\pL`: each has hundreds of ranges, which take time to read. */
export function unicodeClassesIn(pattern: string): number {
  return [...pattern.matchAll(/\\[pP]/g)].length;
}

/** Each optional one of `{2,5}` is a part and a choice. */
function timesOf(least: string, isRange: string | undefined, most: string | undefined): number {
  if (isRange === undefined) return Math.max(1, Number(least));
  return 2 * (most === '' ? Number(least) + 1 : Math.max(1, Number(most)));
}

/** The sizes of the groups that are open, and of what a sign behind the last part repeats. */
class Sizes {
  private readonly groups: number[] = [START_AND_END];
  private last = 0;

  add(size: number, last: number): void {
    this.groups[this.groups.length - 1] = (this.groups.at(-1) ?? 0) + size;
    this.last = last;
  }

  open(): void {
    this.groups.push(START_AND_END);
    this.last = 0;
  }

  close(): void {
    if (this.groups.length === 1) return this.add(1, 1);
    const size = this.groups.pop() ?? 0;
    this.add(size, size);
  }

  repeat(times: number): void {
    const { last } = this;
    this.add(last * (times - 1), last * times);
  }

  repeatByOne(): void {
    this.add(1, this.last + 1);
  }

  all(): number {
    return this.groups.reduce((sum, size) => sum + size, 0);
  }
}

/** Each group has two parts more, and so has the whole pattern. */
const START_AND_END = 2;
