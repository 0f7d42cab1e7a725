import { useId, useMemo, type ReactNode } from 'react';
import { Link } from 'wouter';
import {
  BOX,
  lineKind,
  paint,
  pathOf,
  SHAPES,
  shortened,
  type Layout,
  type PaintedBox,
  type PaintedLine,
  type Picture,
  type Plan,
  type SagaProgress,
} from '#graph';
import css from './path-graph.module.css';

const HEADS = ['plan', 'taken', 'back'] as const;

/** Left of the picture there is room for the names of its two lanes. */
const LANE_PX = 58;

interface PathGraphProps {
  readonly plan: Plan;
  readonly progress: SagaProgress | null;
  readonly label: string;
  /** The step that is shown elsewhere. Left out: none is. */
  readonly chosen?: string | null;
  /** Where a step leads to. Left out: nowhere. */
  readonly hrefOf?: (step: string) => string;
}

/** What a saga did, what it undid, and what is ahead; or only the plan. */
export function PathGraph({ plan, progress, label, chosen = null, hrefOf }: PathGraphProps) {
  const picture = useMemo(() => paint(plan, progress), [plan, progress]);
  const boxHref = hrefOf && (({ step }: PaintedBox) => hrefOf(step));
  return <PictureGraph {...{ picture, label, chosen }} hrefOf={boxHref} isSamePlace />;
}

interface PictureGraphProps<Box extends PaintedBox> {
  readonly picture: Omit<Picture, 'boxes'> & { readonly boxes: readonly Box[] };
  readonly label: string;
  readonly chosen?: string | null;
  /** Where a box leads; undefined: nowhere. */
  readonly hrefOf?: ((box: Box) => string | undefined) | undefined;
  /** Boxes lead to another look at the same: going back leaves it. */
  readonly isSamePlace?: boolean;
}

/** A picture as it was painted. */
export function PictureGraph<Box extends PaintedBox>(props: PictureGraphProps<Box>) {
  const { picture, label, chosen = null, hrefOf, isSamePlace = false } = props;
  // another picture may be on the page
  const id = useId();
  const { width, height, pivot, lines, boxes } = picture;
  const size = { width: width + LANE_PX, height: height + (pivot === null ? 0 : NOTE_PX) };
  return (
    <div className={css.scroll} tabIndex={0} role="group" aria-label={label}>
      <svg className={css.graph} viewBox={`${-LANE_PX} 0 ${size.width} ${size.height}`} {...size}>
        <defs>
          {HEADS.map((kind) => (
            <marker key={kind} id={`${id}-${kind}`} {...HEAD}>
              <path className={css[`head-${kind}`]} d="M0 0 8 4 0 8Z" />
            </marker>
          ))}
        </defs>
        <Lanes boxes={boxes} />
        {pivot !== null && <PivotLine points={pivot} />}
        {lines.map((line) => (
          <GraphLine key={`${line.side} ${line.from} ${line.to}`} line={line} heads={id} />
        ))}
        {boxes.map((box) => (
          <GraphBox
            key={`${box.side} ${box.step}`}
            box={box}
            isChosen={box.step === chosen}
            href={hrefOf?.(box)}
            isSamePlace={isSamePlace}
          />
        ))}
      </svg>
    </div>
  );
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

interface GraphBoxProps {
  readonly box: PaintedBox;
  readonly isChosen: boolean;
  readonly href: string | undefined;
  readonly isSamePlace: boolean;
}

function GraphBox({ box, isChosen, href, isSamePlace }: GraphBoxProps) {
  const { x, y, title, note, mark, step, side } = box;
  const shape = SHAPES[mark];
  const drawn = (
    <>
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
    </>
  );
  return (
    <g transform={`translate(${x} ${y})`}>
      <Leading to={href} isSamePlace={isSamePlace}>
        {drawn}
      </Leading>
    </g>
  );
}

interface LeadingProps {
  readonly to: string | undefined;
  readonly isSamePlace: boolean;
  readonly children: ReactNode;
}

function Leading({ to, isSamePlace, children }: LeadingProps) {
  if (to === undefined) return children;
  return (
    <Link href={to} replace={isSamePlace} className={css.link}>
      {children}
    </Link>
  );
}

/** Which lane is which. */
function Lanes({ boxes }: { readonly boxes: readonly PaintedBox[] }) {
  return (['forward', 'undo'] as const).map((side) => {
    const places = boxes.filter((box) => box.side === side).map(({ y }) => y);
    if (places.length === 0) return null;
    const y = Math.min(...places) + BOX.height / 2 + 4;
    return (
      <text key={side} className={css.note} x={-LANE_PX} y={y}>
        {side === 'forward' ? 'forward' : 'back'}
      </text>
    );
  });
}

/** Below the picture there is room for a line of text where there is a pivot. */
const NOTE_PX = 16;

function PivotLine({ points }: { readonly points: NonNullable<Layout['pivot']> }) {
  const [, { x, y }] = points;
  return (
    <>
      <path className={css.pivot} d={pathOf(points)} />
      <text className={css.note} x={x} y={y + NOTE_PX - 4} textAnchor="middle">
        pivot: no way back from here
      </text>
    </>
  );
}
