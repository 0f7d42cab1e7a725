import { compile } from '#testing-sagas';
import { endsWell, failureMatrix, type FailurePath } from './failure-matrix.js';

const ORDER = compile({
  name: 'order',
  steps: [
    { name: 'create', command: 'order.create', compensation: 'order.reject' },
    { name: 'reserve', command: 'stock.reserve', compensation: 'stock.release' },
    { name: 'charge', after: ['create'], command: 'card.hold', compensation: 'card.void' },
    { name: 'capture', after: ['reserve', 'charge'], command: 'card.capture', kind: 'pivot' },
    { name: 'ship', command: 'parcel.ship', kind: 'retryable' },
  ],
});

const paths = [...failureMatrix(ORDER)];

function path(step: string, fault: string): FailurePath {
  const found = paths.find((each) => each.step === step && each.fault === fault);
  if (!found) throw new Error(`there is no path ${step} ${fault}`);
  return found;
}

describe('The failure matrix', () => {
  it('has every step times every way it can go wrong', () => {
    expect(paths).toHaveLength(3 * 8 + 2 * 6);
  });

  it('says what is undone, in which order, when a step is refused', () => {
    expect(path('reserve', 'refused')).toMatchObject({
      ends: 'compensated',
      undone: ['charge', 'create'],
      kept: [],
    });
  });

  it.each(['errors', 'silent', 'late-success'])('takes a step with %s back', (fault) => {
    expect(path('create', fault)).toMatchObject({ ends: 'compensated', kept: [] });
  });

  it.each(['reply-lost', 'duplicate'])('goes on through a %s', (fault) => {
    for (const step of ORDER.steps) {
      expect(path(step.name, fault)).toMatchObject({ ends: 'completed', undone: [] });
    }
  });

  it('asks about a pivot, and believes the answer', () => {
    expect(path('capture', 'silent')).toMatchObject({ ends: 'compensated', kept: [] });
    expect(path('capture', 'late-success')).toMatchObject({ ends: 'completed', undone: [] });
    expect(path('capture', 'refused').ends).toBe('compensated');
  });

  it.each(['refused', 'errors', 'silent'])('needs a person past the pivot when %s', (fault) => {
    expect(path('ship', fault)).toMatchObject({ ends: 'stuck', stuckOn: ['ship'] });
  });

  it.each(['compensation-refused', 'compensation-silent'])('needs a person for a %s', (fault) => {
    for (const step of ['create', 'reserve', 'charge']) {
      expect(path(step, fault)).toMatchObject({ ends: 'stuck', stuckOn: [step] });
    }
  });

  it('takes as long as the attempts and back-offs do', () => {
    expect(path('create', 'silent').takesMs).toBeGreaterThan(90_000);
    expect(path('create', 'refused').takesMs).toBeLessThan(100);
  });

  it('ends well on every path', () => {
    expect(paths.filter((each) => !endsWell(each, ORDER))).toEqual([]);
  });

  it('is the same every time', () => {
    expect([...failureMatrix(ORDER)]).toEqual(paths);
  });
});

describe('The failure matrix of a saga without a pivot', () => {
  const step = (name: string, more: object = {}) => ({
    name,
    command: `shop.${name}`,
    compensation: `shop.un${name}`,
    ...more,
  });
  const loop = { forEach: { items: '${input.lines}' } };

  it.each<[string, readonly object[]]>([
    ['one step', [step('last')]],
    ['a sequence', [step('first'), step('last')]],
    ['branches', [step('first'), step('other', { after: [] }), step('last', { after: [] })]],
    ['a loop at its end', [step('first'), step('last', loop)]],
  ])('has the compensation of the last step fail: %s', (_, steps) => {
    const found = [...failureMatrix(compile({ name: 'plain', steps }))];
    for (const fault of ['compensation-refused', 'compensation-silent']) {
      const path = found.find((each) => each.step === 'last' && each.fault === fault);
      expect(path?.ends).toBe('stuck');
      expect(path?.stuckOn[0]).toMatch(/^last/);
    }
  });

  it('has it fail on a routing slip too', () => {
    const slip = { name: 'slip', mode: 'routing-slip', steps: [step('first'), step('last')] };
    const path = [...failureMatrix(compile(slip))].find(
      (each) => each.step === 'last' && each.fault === 'compensation-refused',
    );
    expect(path).toMatchObject({ ends: 'stuck', stuckOn: ['last'] });
  });
});

describe('The failure matrix of a saga that waits and loops', () => {
  const definition = compile({
    name: 'loan',
    steps: [
      { name: 'ask', command: 'loan.ask', compensation: 'loan.withdraw' },
      { name: 'approve', wait: { signal: 'approval', timeout: '24h' } },
      { name: 'rest', delay: '${input.at}' },
      {
        name: 'pay',
        command: 'loan.pay',
        compensation: 'loan.claim',
        forEach: { items: '${input.parts}' },
      },
      {
        name: 'check',
        command: 'loan.check',
        compensation: 'none',
        repeat: { until: '${output.done}' },
      },
    ],
  });
  const found = [...failureMatrix(definition)];

  it('needs no data to know how it goes', () => {
    expect(found.map(({ ends }) => ends)).not.toContain('lost');
    const refused = found.find(({ step, fault }) => step === 'check' && fault === 'refused');
    expect(refused).toMatchObject({ ends: 'compensated', undone: ['pay[1]', 'pay[0]', 'ask'] });
  });

  it('says what happens when nobody gives the signal', () => {
    const silent = found.find(({ step }) => step === 'approve');
    expect(silent).toMatchObject({ fault: 'silent', ends: 'compensated', undone: ['ask'] });
    expect(silent?.takesMs).toBeGreaterThanOrEqual(24 * 3_600_000);
  });
});

describe('The failure matrix of a routing slip', () => {
  const slip = compile({
    name: 'trip',
    mode: 'routing-slip',
    steps: [
      { name: 'hotel', command: 'hotel.book', compensation: 'hotel.cancel' },
      {
        name: 'flight',
        command: 'flight.book',
        compensation: 'flight.cancel',
        input: { hotel: '${steps.hotel.output.id}' },
      },
      { name: 'pay', command: 'card.charge', kind: 'pivot' },
      { name: 'mail', command: 'mail.send', kind: 'retryable' },
    ],
  });
  const found = [...failureMatrix(slip)];
  const ends = (step: string, fault: string) =>
    found.find((each) => each.step === step && each.fault === fault);

  it('ends well on every path', () => {
    expect(found).toHaveLength(2 * 8 + 2 * 6);
    expect(found.filter((each) => !endsWell(each, slip))).toEqual([]);
  });

  it('is undone by its participants, the newest step first', () => {
    expect(ends('pay', 'refused')).toMatchObject({ undone: ['flight', 'hotel'], takesMs: 1 });
  });

  it('believes a step that is asked about, as it does a pivot', () => {
    expect(ends('flight', 'late-success')).toMatchObject({ ends: 'completed', undone: [] });
    expect(ends('flight', 'silent')).toMatchObject({ ends: 'compensated', undone: ['hotel'] });
  });

  it('needs a person where any saga does', () => {
    expect(ends('mail', 'refused')).toMatchObject({ ends: 'stuck', stuckOn: ['mail'] });
    expect(ends('hotel', 'compensation-silent')).toMatchObject({ stuckOn: ['hotel'] });
  });
});

describe('The failure matrix of a saga that may fail or end on its data', () => {
  const step = (name: string, more: object = {}) => ({
    name,
    command: `shop.${name}`,
    compensation: `shop.un${name}`,
    ...more,
  });
  const definition = compile({
    name: 'order',
    steps: [
      step('a'),
      { name: 'no', when: '${input.no}', fail: { code: 'NO' } },
      { name: 'stop', when: '${input.stop}', end: {} },
      step('b'),
    ],
  });
  const all = [...failureMatrix(definition)];
  const pathOf = (name: string) => all.filter((each) => each.step === name);

  it('has the path on which it is taken, and takes it in no other', () => {
    expect(pathOf('no')).toMatchObject([{ fault: 'taken', ends: 'compensated', undone: ['a'] }]);
    expect(pathOf('stop')).toMatchObject([{ fault: 'taken', ends: 'completed', undone: [] }]);
    expect(pathOf('b').find(({ fault }) => fault === 'refused')?.undone).toEqual(['a']);
    expect(all.filter((each) => !endsWell(each, definition))).toEqual([]);
  });

  it('has the last step undone too, whose success would end the saga', () => {
    const stuck = { ends: 'stuck', stuckOn: ['b'], undone: [] };
    expect(pathOf('b').find(({ fault }) => fault === 'compensation-refused')).toMatchObject(stuck);
  });
});

describe('The failure matrix of a saga that publishes an event', () => {
  const definition = compile({
    name: 'order',
    steps: [
      { name: 'ask', command: 'shop.ask', compensation: 'shop.unask' },
      {
        name: 'tell',
        publish: { event: 'order.asked', data: '${steps.ask.output.id}' },
        compensation: { publish: { event: 'order.unasked', data: '${input.nothing}' } },
      },
      { name: 'ship', command: 'shop.ship', compensation: 'shop.unship' },
    ],
  });
  const all = [...failureMatrix(definition)];

  it('has no way in which that could fail, and goes back past it', () => {
    expect(all.filter(({ step }) => step === 'tell')).toEqual([]);
    const refused = all.find(({ step, fault }) => step === 'ship' && fault === 'refused');
    expect(refused).toMatchObject({ ends: 'compensated', undone: ['ask'] });
    expect(all.filter((each) => !endsWell(each, definition))).toEqual([]);
  });
});

describe('The failure matrix of a step that is caught', () => {
  const definition = compile({
    name: 'order',
    steps: [
      { name: 'card', command: 'card.hold', compensation: 'card.void', catch: 'any' },
      { name: 'ship', command: 'shop.ship', compensation: 'shop.unship' },
    ],
  });
  const all = [...failureMatrix(definition)];
  const path = (fault: string) => all.find((each) => each.step === 'card' && each.fault === fault);

  it('ends completed however it fails, and its effect is undone if it had one', () => {
    expect(path('refused')).toMatchObject({ ends: 'completed', undone: [], kept: [] });
    expect(path('silent')).toMatchObject({ ends: 'completed', undone: [], kept: [] });
    expect(path('late-success')).toMatchObject({ ends: 'completed', undone: ['card'], kept: [] });
    expect(all.filter((each) => !endsWell(each, definition))).toEqual([]);
  });
});
