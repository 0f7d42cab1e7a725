import { compile } from '#testing-sagas';
import { paint, planOf, toSvg, type SagaProgress, type StepProgress } from './index.js';

const plan = planOf(
  compile({
    name: 'place-order',
    steps: [
      { name: 'createOrder', command: 'order.create', compensation: 'order.cancel' },
      { name: 'reserveStock', command: 'shipping.reserve', compensation: 'shipping.release' },
      { name: 'pay', command: 'payment.capture', compensation: 'payment.refund' },
      { name: 'ship', command: 'shipping.ship', kind: 'pivot' },
      { name: 'confirm', command: 'order.confirm', kind: 'retryable' },
    ],
  }),
);

const step = (name: string, part: Partial<StepProgress> = {}): StepProgress => ({
  name,
  status: 'pending',
  attempts: { execute: 0, compensate: 0 },
  error: null,
  iterations: [],
  ...part,
});
const once = { execute: 1, compensate: 0 };

const STUCK: SagaProgress = {
  direction: 'backward',
  steps: [
    step('createOrder', { status: 'succeeded', attempts: once }),
    step('reserveStock', {
      status: 'stuck',
      attempts: { execute: 1, compensate: 10 },
      error: { code: 'LOCKED' },
    }),
    step('pay', { status: 'compensated', attempts: { execute: 1, compensate: 1 } }),
    step('ship', { status: 'refused', attempts: once, error: { code: 'NO_CARRIER' } }),
    step('confirm'),
  ],
};

describe('The picture of a saga', () => {
  it('given a stuck undo, when it is drawn, then each box says how far it is', () => {
    const { boxes } = paint(plan, STUCK);
    expect(
      boxes.map(({ side, title, mark, note }) => `${side} ${title}: ${mark}, ${note}`),
    ).toEqual([
      'forward createOrder: done, done',
      'forward reserveStock: done, done',
      'forward pay: done, done',
      'forward ship: refused, NO_CARRIER',
      'forward confirm: ahead, order.confirm',
      'undo cancel: ahead, undo of createOrder',
      'undo release: stuck, stuck: LOCKED',
      'undo refund: undone, undone',
    ]);
  });

  it('given it goes back, when it is drawn, then its path leads from what failed back', () => {
    const { lines } = paint(plan, STUCK);
    const taken = lines.filter(({ isTaken }) => isTaken);
    expect(taken.map(({ side, from, to }) => `${side} ${from} > ${to}`)).toEqual([
      'forward createOrder > reserveStock',
      'forward reserveStock > pay',
      'forward pay > ship',
      'undo pay > reserveStock',
      'undo ship > pay',
    ]);
  });

  it('given a refused step with an undo, when it is drawn, then it is not done, nor undone', () => {
    const went = (status: string, compensate: number, wasRefused = false) => {
      return { status, wasRefused, attempts: { execute: 1, compensate } };
    };
    const { boxes, lines } = paint(plan, {
      direction: 'backward',
      steps: [
        step('createOrder', went('succeeded', 0)),
        step('reserveStock', went('compensating', 1)),
        step('pay', { ...went('compensated', 1, true), error: { code: 'DECLINED' } }),
        step('ship'),
        step('confirm'),
      ],
    });
    const pay = boxes.filter((box) => box.step === 'pay');
    expect(pay.map(({ mark, note }) => `${mark}, ${note}`)).toEqual([
      'refused, DECLINED',
      'undone, nothing to undo',
    ]);
    expect(lines).toContainEqual(
      expect.objectContaining({ side: 'undo', from: 'pay', to: 'pay', isTaken: true }),
    );
  });

  it('given a refused step whose undo is stuck, when it is drawn, then the undo is what is', () => {
    const attempts = { execute: 1, compensate: 10 };
    const pay = { status: 'stuck', wasRefused: true, attempts, error: { code: 'LOCKED' } };
    const { boxes } = paint(plan, { direction: 'backward', steps: [step('pay', pay)] });
    const marks = boxes.filter((box) => box.step === 'pay').map(({ mark }) => mark);
    expect(marks).toEqual(['refused', 'stuck']);
  });

  it('given a pivot, when it is drawn, then a line stands between it and what follows', () => {
    const { pivot, boxes } = paint(plan, null);
    const [ship, confirm] = ['ship', 'confirm'].map((name) => {
      return boxes.find((box) => box.side === 'forward' && box.step === name);
    });
    expect(pivot?.[0].x).toBeGreaterThan(ship?.x ?? Infinity);
    expect(pivot?.[0].x).toBeLessThan(confirm?.x ?? 0);
  });

  it('given a saga that runs, when it is drawn, then loops and attempts are counted', () => {
    const iterations = ['succeeded', 'succeeded', 'executing'].map((status) => ({ status }));
    const { boxes } = paint(plan, {
      direction: 'forward',
      steps: [
        step('createOrder', { status: 'iterating', attempts: once, iterations }),
        step('reserveStock', { status: 'executing', attempts: { execute: 3, compensate: 0 } }),
        step('pay', { status: 'skipped' }),
        step('ship', { status: 'caught', attempts: once, error: { code: 'NO' } }),
      ],
    });
    expect(boxes.slice(0, 4).map(({ note }) => note)).toEqual([
      '2 of 3',
      'attempt 3',
      'skipped',
      'caught NO',
    ]);
  });

  it('given markup in names, when it is drawn alone, then it stays text', () => {
    const title = '<script>alert("1")</script> & \u0007';
    const svg = toSvg(paint(plan, STUCK), title);
    expect(svg).toContain('&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; \ufffd');
    expect(svg.match(/<script/)).toBeNull();
    expect(svg).toContain('▲ stuck: LOCKED');
  });

  it('given a hundred steps, when they are laid out, then they stand in one row', () => {
    const steps = Array.from({ length: 100 }, (_, index) => ({
      name: `step${index}`,
      command: 'order.create',
      compensation: 'order.cancel',
    }));
    const { boxes, height } = paint(planOf(compile({ name: 'long', steps })), null);
    expect(new Set(boxes.map(({ y }) => y)).size).toBe(2);
    expect(height).toBeLessThan(200);
  });
});
