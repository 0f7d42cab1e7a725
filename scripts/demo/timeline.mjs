import { wrap } from './print.mjs';

/** `     +0.10 s    ship: errored, …` */
const LINE = /^( *\+[\d.]+ s {2})( *)(.*)$/;
const ERROR = /, [A-Z][A-Z_]+ \(.*\)(?=, |$)/;
/** The first that fits. */
const COLOURS = [
  [/^saga completed|: succeeded/, 'green'],
  [/^saga stuck|: (stuck|given up|errored|refused)/, 'red'],
  [/^(↩|saga compensated|decided)|: (undone|nothing to undo)/, 'yellow'],
  [/^operator/, 'cyan'],
];

/**
 * The lines of `GET /v1/sagas/ID/timeline` as the tour prints them: in colours, no longer than the
 * terminal, and without an error that the line before has told already.
 */
export function timelineLines(lines, paint) {
  let told = '';
  return lines.map((line) => {
    const [, time, indent, text] = LINE.exec(line) ?? [];
    if (text === undefined) return line;
    const [error = ''] = ERROR.exec(text) ?? [];
    const rest = error !== '' && error === told ? text.replace(error, '') : text;
    told = error;
    const colour = COLOURS.find(([pattern]) => pattern.test(rest))?.[1];
    const hanging = ' '.repeat(time.length + indent.length + 2);
    // wrapped before it is coloured: a colour ends with its line
    const [first, ...more] = wrap(`${time}${indent}${rest}`, hanging).split('\n');
    const inColour = (part) => (colour ? paint(colour, part) : part);
    const head = `${paint('dim', time)}${indent}${inColour(first.slice((time + indent).length))}`;
    return [head, ...more.map(inColour)].join('\n');
  });
}
