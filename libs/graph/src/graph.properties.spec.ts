import fc from 'fast-check';
import { assertProperty } from '#testing-internal';
import { compile, definitionDocuments } from '#testing-sagas';
import { BOX, layOut, paint, planOf, toSvg, type Box, type Flow } from './index.js';
import { undoOrder } from './undo-order.js';

const plans = definitionDocuments.map(({ document }) => planOf(compile(document)));
const flows = fc.constantFrom<Flow>('right', 'down');

describe('The picture of any definition', () => {
  it('given any plan, when it is laid out, then no two boxes meet and all are inside', () => {
    assertProperty(
      fc.property(plans, flows, (plan, flow) => {
        const { boxes, width, height } = layOut(plan, flow);
        expect(boxes.filter(({ side }) => side === 'forward')).toHaveLength(plan.steps.length);
        for (const [index, box] of boxes.entries()) {
          expect(box.x).toBeGreaterThanOrEqual(0);
          expect(box.y).toBeGreaterThanOrEqual(0);
          expect(box.x + BOX.width).toBeLessThanOrEqual(width);
          expect(box.y + BOX.height).toBeLessThanOrEqual(height);
          expect(boxes.slice(index + 1).filter((other) => meet(box, other))).toEqual([]);
        }
      }),
    );
  });

  it('given any plan, when it is laid out, then each line joins its boxes', () => {
    assertProperty(
      fc.property(plans, flows, (plan, flow) => {
        const { boxes, lines } = layOut(plan, flow);
        for (const { from, to, side, points } of lines) {
          const ends = [points.at(0), points.at(-1)];
          for (const [index, step] of [from, to].entries()) {
            const box = boxes.find((each) => each.side === side && each.step === step);
            expect(isOnEdge(box, ends[index])).toBe(true);
          }
        }
      }),
    );
  });

  it('given any plan, when steps are undone, then each is after all that came after it', () => {
    assertProperty(
      fc.property(plans, (plan) => {
        const order = reachable(undoOrder(plan).map(({ from, to }) => [from, to]));
        const before = reachable(
          plan.steps.flatMap(({ name, after }) => after.map((each) => [name, each] as const)),
        );
        const undone = plan.steps.filter(({ undo }) => undo !== null).map(({ name }) => name);
        const pairs = undone.flatMap((one) => undone.map((other) => [one, other] as const));
        for (const [later, earlier] of pairs) {
          expect(order(later, earlier)).toBe(before(later, earlier));
        }
      }),
    );
  });

  it('given the same plan, when it is drawn twice, then it is drawn alike', () => {
    assertProperty(
      fc.property(plans, flows, (plan, flow) => {
        const draw = (): string => toSvg(paint(plan, null, flow), 'a plan');
        expect(draw()).toBe(draw());
      }),
    );
  });
});

function meet(one: Box, other: Box): boolean {
  const isApart =
    one.x + BOX.width <= other.x ||
    other.x + BOX.width <= one.x ||
    one.y + BOX.height <= other.y ||
    other.y + BOX.height <= one.y;
  return !isApart;
}

/** Within a pixel: ends are rounded. */
function isOnEdge(box: Box | undefined, point: { x: number; y: number } | undefined): boolean {
  if (box === undefined || point === undefined) return false;
  const [x, y] = [point.x - box.x, point.y - box.y];
  const isNear = (value: number, edge: number): boolean => Math.abs(value - edge) <= 1.5;
  const isInside = x >= -1.5 && x <= BOX.width + 1.5 && y >= -1.5 && y <= BOX.height + 1.5;
  const onSide = isNear(x, 0) || isNear(x, BOX.width) || isNear(y, 0) || isNear(y, BOX.height);
  return isInside && onSide;
}

/** Whether the pairs lead from one to the other, in however many steps. */
function reachable(pairs: readonly (readonly [string, string])[]) {
  const next = new Map<string, string[]>();
  for (const [from, to] of pairs) next.set(from, [...(next.get(from) ?? []), to]);
  return (from: string, to: string): boolean => {
    const seen = new Set<string>();
    const look = (name: string): boolean =>
      (next.get(name) ?? []).some((each) => {
        if (each === to) return true;
        if (seen.has(each)) return false;
        seen.add(each);
        return look(each);
      });
    return look(from);
  };
}
