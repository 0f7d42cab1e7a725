import { useId, useLayoutEffect, useRef, type KeyboardEvent, type ReactNode } from 'react';
import { Link } from 'wouter';
import {
  BOX,
  lineKind,
  pathOf,
  SHAPES,
  shortened,
  type Layout,
  type PaintedBox,
  type PaintedLine,
  type Picture,
} from '#graph';
import { ScrollBox } from '../../parts/scroll/scroll-box';
import css from './path-graph.module.css';

const HEADS = ['plan', 'taken', 'back'] as const;

/** Left of the picture there is room for the names of its two lanes, or above it. */
const LANE_PX = 58;
const LANE_TALL_PX = 16;

export interface PictureGraphProps<Box extends PaintedBox> {
  readonly picture: Omit<Picture, 'boxes'> & { readonly boxes: readonly Box[] };
  readonly label: string;
  /** Of its own size. Left out: 1. */
  readonly scale?: number;
  /** What is shown elsewhere. Left out: nothing is. */
  readonly isChosen?: (box: Box) => boolean;
  /** Where a box leads; undefined: nowhere. */
  readonly hrefOf?: ((box: Box) => string | undefined) | undefined;
  /** Boxes lead to another look at the same: going back leaves it. */
  readonly isSamePlace?: boolean;
  /** Boxes do this, and lead nowhere. */
  readonly onChoose?: ((box: Box) => void) | undefined;
}

/** A picture as it was painted. */
export function PictureGraph<Box extends PaintedBox>(props: PictureGraphProps<Box>) {
  const { picture, label, scale = 1, isChosen, hrefOf, isSamePlace = false, onChoose } = props;
  // another picture may be on the page
  const id = useId();
  const { pivot, lines, boxes, flow } = picture;
  const { viewBox, width, height } = frameOf(picture);
  const drawn = useBeginWhereItIs(flow);
  return (
    <ScrollBox className={css.scroll} label={label}>
      <svg
        className={css.graph}
        ref={drawn}
        viewBox={viewBox}
        width={width * scale}
        height={height * scale}
      >
        <defs>
          {HEADS.map((kind) => (
            <marker key={kind} id={`${id}-${kind}`} {...HEAD}>
              <path className={css[`head-${kind}`]} d="M0 0 8 4 0 8Z" />
            </marker>
          ))}
        </defs>
        <Lanes {...{ boxes, flow }} />
        {pivot !== null && <PivotLine {...{ flow, points: pivot }} />}
        {lines.map((line) => (
          <GraphLine key={`${line.side} ${line.from} ${line.to}`} line={line} heads={id} />
        ))}
        {boxes.map((box) => (
          <GraphBox
            key={`${box.side} ${box.step}`}
            box={box}
            isChosen={isChosen?.(box) ?? false}
            href={hrefOf?.(box)}
            isSamePlace={isSamePlace}
            onChoose={onChoose && (() => onChoose(box))}
          />
        ))}
      </svg>
    </ScrollBox>
  );
}

/** Where not all of it is seen, one sees first where its saga is. */
function useBeginWhereItIs(flow: Picture['flow']) {
  const drawn = useRef<SVGSVGElement>(null);
  useLayoutEffect(() => {
    const box = drawn.current?.parentElement;
    const here = drawn.current?.querySelector('[data-mark="stuck"], [data-mark="now"]');
    if (!box || !here) return;
    box.scrollLeft = 0;
    const [inner, outer] = [here.getBoundingClientRect(), box.getBoundingClientRect()];
    if (inner.right > outer.right - AROUND_PX) {
      box.scrollLeft += (inner.left + inner.right - outer.left - outer.right) / 2;
    }
  }, [flow]);
  return drawn;
}

/** What is nearer to an edge is hardly seen. */
const AROUND_PX = 14;

/** What is seen: around the picture there is room for words. */
export function frameOf({ width, height, pivot, flow }: Omit<Picture, 'boxes'>) {
  const hasPivot = pivot !== null;
  const [x, y] = flow === 'right' ? [-LANE_PX, 0] : [0, -LANE_TALL_PX];
  const [, end] = pivot ?? [];
  const size =
    flow === 'right'
      ? { width: width - x, height: height + (hasPivot ? NOTE_PX : 0) }
      : {
          width: Math.max(width, (end?.x ?? 0) + (hasPivot ? NOTE_WIDE_PX : 0)),
          height: height - y,
        };
  return { viewBox: `${x} ${y} ${size.width} ${size.height}`, ...size };
}

const HEAD = {
  viewBox: '0 0 8 8',
  refX: 7,
  refY: 4,
  markerWidth: 7,
  markerHeight: 7,
  orient: 'auto',
} as const;

function GraphLine({ line, heads }: { readonly line: PaintedLine; readonly heads: string }) {
  const kind = lineKind(line);
  return (
    <path className={css[kind]} markerEnd={`url(#${heads}-${kind})`} d={pathOf(line.points)} />
  );
}

interface GraphBoxProps extends Omit<LeadingProps, 'children'> {
  readonly box: PaintedBox;
}

function GraphBox({ box, isChosen, ...leads }: GraphBoxProps) {
  const { x, y, title, note, mark, step, side } = box;
  const shape = SHAPES[mark];
  return (
    <g transform={`translate(${x} ${y})`}>
      <Leading {...{ ...leads, isChosen }}>
        <title>{`${side === 'undo' ? `Undo of ${step}` : title}: ${note}`}</title>
        <rect
          className={css.box}
          data-mark={mark}
          data-chosen={isChosen}
          width={BOX.width}
          height={BOX.height}
          rx="6"
        />
        <text className={css.name} x="12" y="20">
          {shortened(title, 18)}
        </text>
        <text className={css.note} x="12" y="37">
          {shortened(shape === '' ? note : `${shape} ${note}`, 22)}
        </text>
      </Leading>
    </g>
  );
}

interface LeadingProps {
  readonly isChosen: boolean;
  readonly href: string | undefined;
  readonly isSamePlace: boolean;
  readonly onChoose: (() => void) | undefined;
  readonly children: ReactNode;
}

function Leading({ isChosen, href, isSamePlace, onChoose, children }: LeadingProps) {
  if (onChoose !== undefined) {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key !== 'Enter' && event.key !== ' ') return;
      event.preventDefault();
      onChoose();
    };
    const button = { role: 'button', tabIndex: 0, 'aria-current': isChosen };
    return (
      <g className={css.link} {...button} onClick={onChoose} onKeyDown={onKeyDown}>
        {children}
      </g>
    );
  }
  if (href === undefined) return children;
  return (
    <Link href={href} replace={isSamePlace} className={css.link}>
      {children}
    </Link>
  );
}

/** Which lane is which. */
function Lanes({ boxes, flow }: Pick<Picture, 'boxes' | 'flow'>) {
  return (['forward', 'undo'] as const).map((side) => {
    const own = boxes.filter((box) => box.side === side);
    if (own.length === 0) return null;
    const place =
      flow === 'right'
        ? { x: -LANE_PX, y: Math.min(...own.map(({ y }) => y)) + BOX.height / 2 + 4 }
        : { x: Math.min(...own.map(({ x }) => x)), y: 4 - LANE_TALL_PX / 2 };
    return (
      <text key={side} className={css.note} {...place}>
        {side === 'forward' ? 'forward' : 'back'}
      </text>
    );
  });
}

/** Below the picture there is room for a line of text where there is a pivot, or right of it. */
const NOTE_PX = 16;
const NOTE_WIDE_PX = 172;

interface PivotLineProps extends Pick<Picture, 'flow'> {
  readonly points: NonNullable<Layout['pivot']>;
}

function PivotLine({ points, flow }: PivotLineProps) {
  const [, { x, y }] = points;
  const place =
    flow === 'right'
      ? ({ x, y: y + NOTE_PX - 4, textAnchor: 'middle' } as const)
      : { x: x + 8, y: y + 4 };
  return (
    <>
      <path className={css.pivot} d={pathOf(points)} />
      <text className={css.note} {...place}>
        pivot: no way back from here
      </text>
    </>
  );
}
