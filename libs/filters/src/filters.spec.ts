import {
  FILTER_NAMES,
  FILTERS,
  filterTextIn,
  formatFilter,
  isEmptyFilter,
  isOfOpenSagas,
  parseFilter,
  type SagaFilter,
} from './index.js';

const ID = '01900000-0000-7000-8000-00000000000a';

function read(text: string): SagaFilter {
  const { filter, faults } = parseFilter(text);
  if (filter === null) throw new Error(JSON.stringify(faults));
  return filter;
}

function faultsOf(text: string) {
  return (parseFilter(text).faults ?? []).map(({ where, rule }) => `${where} ${rule}`);
}

describe('A filter', () => {
  it('given the text of a query, when it is read, then it says which sagas are meant', () => {
    const text = 'status=stuck&definition=order-fulfilment&error=ERR_LOCKED&age=>1h&attempts=>=3';
    expect(read(text)).toEqual({
      status: { values: ['stuck'], isNegated: false },
      definition: { values: ['order-fulfilment'], isNegated: false },
      error: { values: ['ERR_LOCKED'], isNegated: false },
      age: { bounds: [{ sign: '>', value: 3_600_000 }] },
      attempts: { bounds: [{ sign: '>=', value: 3 }] },
    });
  });

  it.each([
    ['', ''],
    ['&&', ''],
    ['status=stuck,running', 'status=running,stuck'],
    ['status= running , stuck', 'status=running,stuck'],
    ['status=!completed,abandoned', 'status=!completed,abandoned'],
    ['step=pay&status=stuck&definition=b,a,b', 'status=stuck&definition=a,b&step=pay'],
    ['version=10,9', 'version=9,10'],
    ['version=!2', 'version=!2'],
    ['attempts=<10,>=3', 'attempts=>=3,<10'],
    ['attempts=3', 'attempts=3'],
    ['age=%3E60m', 'age=>1h'],
    ['unchanged=<=1.5s', 'unchanged=<=1500ms'],
    ['age=>10m,<=7d', 'age=>10m,<=7d'],
    ['from=2026-01-31T00:00:00Z', 'from=2026-01-31'],
    ['to=2026-01-31T13:00:00%2B01:00', 'to=2026-01-31T12:00:00.000Z'],
    ['key=a,b', 'key=a,b'],
    ['key=!a', 'key=!a'],
    ['key=a+b%26c%3Dd%25', 'key=a%20b%26c=d%25'],
    ['q=Zo%C3%AB+%27s', 'q=Zo%C3%AB%20%27s'],
    [`id=${ID.toUpperCase()}`, `id=${ID}`],
    ['error=!A.B,C:D', 'error=!A.B,C:D'],
    ['failure=!0f3a9c5d21b7e684', 'failure=!0f3a9c5d21b7e684'],
  ])('given "%s", when it is written, then it is "%s"', (text, canonical) => {
    expect(formatFilter(read(text))).toBe(canonical);
    expect(formatFilter(read(canonical))).toBe(canonical);
  });

  it('given the examples of the table, when they are read, then each is right', () => {
    const text = FILTER_NAMES.map((name) => `${name}=${FILTERS[name].example}`).join('&');
    expect(faultsOf(text)).toEqual([]);
    expect(Object.keys(read(text))).toEqual(FILTER_NAMES);
  });
});

describe('What is wrong with a filter', () => {
  it.each([
    ['status=none', 'status isIn'],
    ['status=', 'status isIn'],
    ['waiting=godot', 'waiting isIn'],
    ['status=running,,stuck', 'status isIn'],
    ['status=running,!stuck', 'status negation'],
    ['status=stuck&status=running', 'status once'],
    ['state=stuck', 'state unknownField'],
    ['hasOwnProperty=1', 'hasOwnProperty unknownField'],
    ['__proto__=1', '__proto__ unknownField'],
    ['status', 'status isIn'],
    ['definition=', 'definition isLength'],
    [`definition=${'x'.repeat(65)}`, 'definition isLength'],
    [`key=${'x'.repeat(257)}`, 'key isLength'],
    ['key=a%00b', 'key storable'],
    ['key=%ff', 'key percent'],
    ['%zz=1', ' percent'],
    [`step=${'a,'.repeat(100)}a`, 'step valuesMax'],
    ['version=0', 'version isInt'],
    ['version=01', 'version isInt'],
    ['version=1.5', 'version isInt'],
    ['version=2147483648', 'version isInt'],
    ['version=>', 'version isInt'],
    ['attempts=>3,>5', 'attempts range'],
    ['attempts=>3,<5,<6', 'attempts range'],
    ['attempts=>5,<3', 'attempts order'],
    ['age=1h', 'age range'],
    ['age=>1', 'age duration'],
    ['age=>0s', 'age duration'],
    ['age=>366d', 'age duration'],
    ['from=yesterday', 'from instant'],
    ['from=2026-02-01&to=2026-01-01', 'from order'],
    ['id=none', 'id uuid'],
    ['status=completed&attempts=>3', 'attempts open'],
    ['status=!running,compensating,stuck&waiting=lock', 'waiting open'],
    [`q=${'x'.repeat(5000)}`, ' isLength'],
  ])('given "%s", when it is read, then it says where and by which rule', (text, fault) => {
    expect(faultsOf(text)).toEqual([fault]);
  });

  it('given several faults, when it is read, then it names all, and what is possible', () => {
    const { faults } = parseFilter('status=lost&age=1h&colour=red');
    expect(faults).toEqual([
      {
        where: 'colour',
        rule: 'unknownField',
        message: 'there is no filter colour',
        possible: FILTER_NAMES,
      },
      {
        where: 'status',
        rule: 'isIn',
        message:
          'status must be a comma-separated list of ' +
          'running, compensating, stuck, completed, compensated, abandoned',
        possible: expect.arrayContaining(['stuck']),
      },
      {
        where: 'age',
        rule: 'range',
        message: 'age must be a lower or an upper bound, or both, such as >1h or >10m,<1d',
        possible: ['>1h', '>10m,<1d'],
      },
    ]);
  });

  it('given hundreds of faults, when it is read, then it names twenty', () => {
    const text = Array.from({ length: 500 }, (_each, index) => `x${index}`).join('&');
    expect(faultsOf(text)).toHaveLength(20);
  });
});

describe('A copied address', () => {
  it.each([
    ['https://conductor.example/v1/sagas?status=stuck&limit=5&cursor=a.b#top', 'status=stuck'],
    ['/sagas?status=stuck&age=%3E1h', 'status=stuck&age=%3E1h'],
    ['?q=a?b', 'q=a?b'],
    ['https://conductor.example/v1/sagas', ''],
    ['status=stuck', 'status=stuck'],
  ])('given "%s", when its filter is asked for, then it is "%s"', (address, text) => {
    expect(filterTextIn(address)).toBe(text);
  });
});

describe('Which sagas a filter can let through', () => {
  it.each([
    ['', false],
    ['status=stuck', true],
    ['status=!completed,compensated,abandoned', true],
    ['status=stuck,completed', false],
    ['attempts=>3', true],
    ['age=>1h', false],
  ])('given "%s", then it is of open sagas alone: %s', (text, isOpen) => {
    expect(isOfOpenSagas(read(text))).toBe(isOpen);
  });

  it('given no values, then it is empty', () => {
    expect([isEmptyFilter({}), isEmptyFilter(read('q=a'))]).toEqual([true, false]);
  });
});
