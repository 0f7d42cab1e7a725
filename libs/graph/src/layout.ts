import { Graph, layout as arrange } from '@dagrejs/dagre';
import type { Plan, PlannedStep } from './plan.js';
import { undoOrder } from './undo-order.js';

/** `right`: time goes to the right, undos stand below; `down`: downwards, undos at the right. */
export type Flow = 'right' | 'down';

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A step, or its undo. The point is its upper left corner. */
export interface Box extends Point {
  readonly step: string;
  readonly side: 'forward' | 'undo';
}

export interface Line {
  readonly from: string;
  readonly to: string;
  readonly side: 'forward' | 'undo';
  readonly points: readonly Point[];
}

/** Everything in pixels. */
export interface Layout {
  readonly flow: Flow;
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly Box[];
  readonly lines: readonly Line[];
  /** Beyond it nothing is taken back; null: there is no pivot, or no line that tells them apart. */
  readonly pivot: readonly [Point, Point] | null;
}

export const BOX = { width: 156, height: 48 } as const;
/** Between boxes that follow each other, and between those beside each other. */
const GAP = { along: 40, across: 18 } as const;
const MARGIN = 8;
/** Between the steps and their undos. */
const LANE_GAP = 44;

/** Where everything of the plan goes. The same plan always gives the same. */
export function layOut(plan: Plan, flow: Flow = 'right'): Layout {
  const graph = arranged(plan, flow);
  const { width = 0, height = 0 } = graph.graph() as { width?: number; height?: number };
  const size = { width: Math.ceil(width), height: Math.ceil(height) };
  const forward = plan.steps.map((step) => boxOf(graph, step, 'forward'));
  const undo = undoLane(plan, forward, size, flow);
  const boxes = [...forward, ...undo];
  return {
    flow,
    width: Math.max(size.width, ...undo.map(({ x }) => x + BOX.width + MARGIN)),
    height: Math.max(size.height, ...undo.map(({ y }) => y + BOX.height + MARGIN)),
    boxes,
    lines: [...forwardLines(graph, forward, flow), ...undoLines(plan, undo, flow)],
    pivot: pivotLine(plan, forward, size, flow),
  };
}

type Arranged = InstanceType<typeof Graph>;

function arranged({ steps }: Plan, flow: Flow): Arranged {
  const graph = new Graph();
  graph.setGraph({
    rankdir: flow === 'right' ? 'LR' : 'TB',
    ranksep: GAP.along,
    nodesep: GAP.across,
    marginx: MARGIN,
    marginy: MARGIN,
  });
  for (const { name } of steps) graph.setNode(name, { ...BOX });
  for (const { name, after } of steps) for (const before of after) graph.setEdge(before, name, {});
  arrange(graph);
  return graph;
}

function boxOf(graph: Arranged, { name }: PlannedStep, side: Box['side']): Box {
  const { x = 0, y = 0 } = graph.node(name) as Partial<Point>;
  return { step: name, side, ...rounded({ x: x - BOX.width / 2, y: y - BOX.height / 2 }) };
}

function rounded({ x, y }: Point): Point {
  return { x: Math.round(x), y: Math.round(y) };
}

/** Each undo stands across from its step. */
function undoLane(
  { steps }: Plan,
  forward: readonly Box[],
  { width, height }: { width: number; height: number },
  flow: Flow,
): readonly Box[] {
  const undone = new Set(steps.filter(({ undo }) => undo !== null).map(({ name }) => name));
  const across = forward.filter(({ step }) => undone.has(step));
  const first = (values: readonly number[]): number => Math.min(...values) - MARGIN;
  const shift =
    flow === 'right'
      ? { x: 0, y: height + LANE_GAP - first(across.map(({ y }) => y)) }
      : { x: width + LANE_GAP - first(across.map(({ x }) => x)), y: 0 };
  return across.map(({ step, x, y }) => ({ step, side: 'undo', x: x + shift.x, y: y + shift.y }));
}

function forwardLines(graph: Arranged, boxes: readonly Box[], flow: Flow): readonly Line[] {
  const byStep = new Map(boxes.map((box) => [box.step, box]));
  const edges = graph.edges() as readonly { readonly v: string; readonly w: string }[];
  return edges.flatMap(({ v: from, w: to }): readonly Line[] => {
    const { points = [] } = graph.edge(from, to) as { points?: readonly Point[] };
    const [start, end] = [byStep.get(from), byStep.get(to)];
    if (start === undefined || end === undefined) return [];
    // the first and the last one are where the library's line meets the boxes
    const between = points.slice(1, -1).map(rounded);
    const ends = [leaving(start, flow), entering(end, flow)] as const;
    return [{ from, to, side: 'forward', points: squared(between, ends, flow) }];
  });
}

function leaving({ x, y }: Box, flow: Flow): Point {
  if (flow === 'right') return { x: x + BOX.width, y: y + BOX.height / 2 };
  return { x: x + BOX.width / 2, y: y + BOX.height };
}

function entering({ x, y }: Box, flow: Flow): Point {
  if (flow === 'right') return { x, y: y + BOX.height / 2 };
  return { x: x + BOX.width / 2, y };
}

/** Through the rows that the library chose; it changes rows only in the gaps between boxes. */
function squared(
  between: readonly Point[],
  [start, end]: readonly [Point, Point],
  flow: Flow,
): readonly Point[] {
  const gaps = between.filter((_, index) => index % 2 === 0);
  const rows = [start, ...between.filter((_, index) => index % 2 === 1), end];
  const points: Point[] = [start];
  gaps.forEach((gap, index) => {
    const [row, next] = [rows[index] ?? start, rows[index + 1] ?? end];
    if (flow === 'right' && row.y !== next.y) {
      points.push({ x: gap.x, y: row.y }, { x: gap.x, y: next.y });
    }
    if (flow === 'down' && row.x !== next.x) {
      points.push({ x: row.x, y: gap.y }, { x: next.x, y: gap.y });
    }
  });
  return [...points, end];
}

function undoLines(plan: Plan, boxes: readonly Box[], flow: Flow): readonly Line[] {
  const byStep = new Map(boxes.map((box) => [box.step, box]));
  return undoOrder(plan).flatMap(({ from, to }): readonly Line[] => {
    const [start, end] = [byStep.get(from), byStep.get(to)];
    if (start === undefined || end === undefined) return [];
    return [{ from, to, side: 'undo', points: elbow(start, end, flow) }];
  });
}

/** Against the flow: out of the side that looks back, into the side that looks on. */
function elbow(start: Box, end: Box, flow: Flow): readonly Point[] {
  const middle = (box: Box): Point => ({ x: box.x + BOX.width / 2, y: box.y + BOX.height / 2 });
  const [from, to] = [middle(start), middle(end)];
  if (flow === 'right') {
    const turn = end.x + BOX.width + GAP.along / 2;
    return bent({ x: start.x, y: from.y }, { x: end.x + BOX.width, y: to.y }, { x: turn });
  }
  const turn = end.y + BOX.height + GAP.along / 2;
  return bent({ x: from.x, y: start.y }, { x: to.x, y: end.y + BOX.height }, { y: turn });
}

function bent(from: Point, to: Point, turn: Partial<Point>): readonly Point[] {
  if (from.x === to.x || from.y === to.y) return [from, to];
  const { x, y } = turn;
  if (x !== undefined) return [from, { x, y: from.y }, { x, y: to.y }, to];
  return [from, { x: from.x, y: y ?? to.y }, { x: to.x, y: y ?? to.y }, to];
}

/** There is one only where all that can be taken back stands on one side of it. */
function pivotLine(
  { steps }: Plan,
  boxes: readonly Box[],
  { width, height }: { width: number; height: number },
  flow: Flow,
): Layout['pivot'] {
  if (!steps.some(({ kind }) => kind === 'pivot')) return null;
  const along = (box: Box): number => (flow === 'right' ? box.x : box.y);
  const length = flow === 'right' ? BOX.width : BOX.height;
  const beyond = new Set(steps.filter(({ kind }) => kind === 'retryable').map(({ name }) => name));
  const last = Math.max(...boxes.filter(({ step }) => !beyond.has(step)).map(along)) + length;
  const first = Math.min(...boxes.filter(({ step }) => beyond.has(step)).map(along), Infinity);
  if (first < last) return null;
  const at = last + GAP.along / 2;
  if (flow === 'right')
    return [
      { x: Math.min(at, width), y: 0 },
      { x: Math.min(at, width), y: height },
    ];
  return [
    { x: 0, y: Math.min(at, height) },
    { x: width, y: Math.min(at, height) },
  ];
}
