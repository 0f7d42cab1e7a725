/** Lines of the tour are at most this long, but for what cannot be broken, such as an address. */
export const COLUMNS = 80;

const CODES = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, cyan: 36 };

/**
 * Colours for a stream: on a terminal that has them, unless NO_COLOR is set; FORCE_COLOR has them
 * elsewhere too. @returns `paint(colour, text)`
 */
export function painterFor(stream, environment = process.env) {
  const { NO_COLOR: never, FORCE_COLOR: forced } = environment;
  const isForced = forced !== undefined && forced !== '0' && forced !== 'false';
  const hasColors = !never && (isForced || (stream.isTTY && stream.hasColors(environment)));
  return (colour, text) => (hasColors ? `\x1b[${CODES[colour]}m${text}\x1b[0m` : text);
}

/** Not between a number and its unit, or a label and what it labels. */
const BETWEEN_WORDS = /(?<=\S)(?<!key) (?!m?s\b)/;

/** Breaks a line between words; further lines begin with `indent`. */
export function wrap(line, indent) {
  return fill(line.split(BETWEEN_WORDS), indent);
}

function fill([first, ...words], indent) {
  const lines = [first];
  for (const word of words) {
    const longer = `${lines.at(-1)} ${word}`;
    if (longer.length <= COLUMNS) lines[lines.length - 1] = longer;
    else lines.push(`${indent}${word}`);
  }
  return lines.join('\n');
}

/**
 * A command for a shell, as it can be pasted: GET, or POST of a body.
 * @param url may name variables of the shell, such as `$saga`
 */
export function curl(url, body) {
  if (body === undefined) return `  curl -s ${url}`;
  const json = spaced(body).replaceAll("'", "'\\''");
  return [
    `  curl -s ${url} \\`,
    `    -H 'content-type: application/json' \\`,
    fill(`    -d '${json}'`.split(MAY_BREAK), '        '),
  ].join('\n');
}

/** No text in JSON has one. */
const MAY_BREAK = '\n';

/** JSON with a mark wherever a line may be broken without changing what it means. */
function spaced(value) {
  const list = (parts) => parts.join(`,${MAY_BREAK}`);
  if (Array.isArray(value)) return `[${list(value.map(spaced))}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const pairs = Object.entries(value).map(([key, of]) => `${JSON.stringify(key)}: ${spaced(of)}`);
  return `{${list(pairs)}}`;
}
