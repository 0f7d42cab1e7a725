import { BOX, type Point } from './layout.js';
import type { Mark, PaintedBox, PaintedLine, Picture } from './picture.js';

/** A word and a shape beside each colour. */
export const SHAPES: Readonly<Record<Mark, string>> = {
  plan: '',
  ahead: '',
  now: '●',
  done: '✓',
  over: '–',
  refused: '✕',
  stuck: '▲',
  undone: '↩',
  wrong: '▲',
  doubtful: '!',
};

/** As `d` of a path. Corners are round. */
export function pathOf(points: readonly Point[], radius = 6): string {
  const [first, ...rest] = points;
  if (first === undefined) return '';
  const parts = [`M${first.x} ${first.y}`];
  let from = first;
  rest.forEach((corner, index) => {
    const next = rest[index + 1];
    if (next === undefined) parts.push(`L${corner.x} ${corner.y}`);
    else {
      const [start, end] = [towards(corner, from, radius), towards(corner, next, radius)];
      parts.push(`L${start.x} ${start.y}Q${corner.x} ${corner.y} ${end.x} ${end.y}`);
    }
    from = corner;
  });
  return parts.join('');
}

function towards(from: Point, to: Point, length: number): Point {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const distance = Math.hypot(dx, dy);
  if (distance === 0) return from;
  const share = Math.min(length, distance / 2) / distance;
  const round = (value: number): number => Math.round(value * 10) / 10;
  return { x: round(from.x + dx * share), y: round(from.y + dy * share) };
}

/**
 * A picture that stands alone: for mails, documents and terminals. Its colours follow the reader's
 * theme. Whatever a definition's author wrote in it is text.
 */
export function toSvg(picture: Picture, title: string): string {
  const { width, height } = picture;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" ` +
    `width="${width}" height="${height}" role="img"><title>${escaped(title)}</title>` +
    `<style>${STYLE}</style>${arrowHeads()}${pivot(picture)}` +
    picture.lines.map(line).join('') +
    picture.boxes.map(box).join('') +
    '</svg>\n'
  );
}

const STYLE = [
  'svg{--ink:#1b1d21;--soft:#575b63;--card:#fff;--line:#a9aca5;--blue:#2f55c8;--green:#2c6e49;',
  '--amber:#8a5a00;--red:#b3261e;font:12px ui-sans-serif,system-ui,sans-serif}',
  '@media(prefers-color-scheme:dark){svg{--ink:#e9eaec;--soft:#a6abb4;--card:#1a1c1f;',
  '--line:#5b6069;--blue:#8da8ff;--green:#7cc79a;--amber:#e8b45a;--red:#ff8a80}}',
  'text{fill:var(--ink)}.note{fill:var(--soft);font-size:11px}.name{font-weight:600}',
  'rect{fill:var(--card);stroke:var(--line);stroke-width:1.5}path{fill:none;stroke-width:1.5}',
  '.ahead,.over{stroke-dasharray:4 3}.now{stroke:var(--blue)}.done{stroke:var(--green)}',
  '.refused,.undone,.doubtful{stroke:var(--amber)}.stuck,.wrong{stroke:var(--red)}',
  '.plan{stroke:var(--line);stroke-dasharray:4 3}.taken{stroke:var(--soft)}',
  '.back{stroke:var(--amber)}',
  '.pivot{stroke:var(--line);stroke-dasharray:2 3}',
].join('');

const HEADS = { plan: '--line', taken: '--soft', back: '--amber' } as const;

function arrowHeads(): string {
  const head = ([name, colour]: readonly [string, string]): string =>
    `<marker id="${name}" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" ` +
    `orient="auto"><path d="M0 0 8 4 0 8Z" style="fill:var(${colour});stroke:none"/></marker>`;
  return `<defs>${Object.entries(HEADS).map(head).join('')}</defs>`;
}

function pivot({ pivot: ends }: Picture): string {
  return ends === null ? '' : `<path class="pivot" d="${pathOf(ends)}"/>`;
}

function line({ points, side, isTaken }: PaintedLine): string {
  const kind = lineKind({ side, isTaken });
  return `<path class="${kind}" marker-end="url(#${kind})" d="${pathOf(points)}"/>`;
}

export function lineKind({ side, isTaken }: Pick<PaintedLine, 'side' | 'isTaken'>) {
  if (!isTaken) return 'plan';
  return side === 'undo' ? 'back' : 'taken';
}

function box({ x, y, title, note, mark }: PaintedBox): string {
  const { width, height } = BOX;
  return (
    `<g transform="translate(${x} ${y})">` +
    `<rect class="${mark}" width="${width}" height="${height}" rx="6"/>` +
    `<text class="name" x="12" y="20">${escaped(shortened(title, 18))}</text>` +
    `<text class="note" x="12" y="37">${escaped(shortened(marked(note, mark), 22))}</text></g>`
  );
}

function marked(note: string, mark: Mark): string {
  return SHAPES[mark] === '' ? note : `${SHAPES[mark]} ${note}`;
}

export function shortened(text: string, chars: number): string {
  return text.length <= chars ? text : `${text.slice(0, chars - 1)}…`;
}

function escaped(text: string): string {
  const names: Readonly<Record<string, string>> = { '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot' };
  // XML has no other control characters
  const plain = text.replace(/[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, '\ufffd');
  return plain.replace(/[&<>"]/g, (found) => `&${names[found]};`);
}
