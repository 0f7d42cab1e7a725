import { HotPathDatabase, TABLES, type Belief } from './hot-path-database.fixture.js';
import { expectGoodPlans } from './hot-statements.fixture.js';

const NEVER_COUNTED: Belief = { pages: 0, rows: -1 };
const LARGE: Belief = { pages: 1000, rows: 10_000 };

/** At which a table was counted: now, long ago, or while most of it was not there yet. */
const BELIEFS: Readonly<Record<string, Belief>> = {
  'was never counted': NEVER_COUNTED,
  'was empty': { pages: 0, rows: 0 },
  'had a page, and nothing in it': { pages: 1, rows: 0 },
  'had many pages, and nothing in them': { pages: 1000, rows: 0 },
  'had one row': { pages: 1, rows: 1 },
  'had a few rows': { pages: 1, rows: 16 },
  'had many pages, and a few rows': { pages: 1000, rows: 16 },
  'was large': LARGE,
};
/** What it believes of the other tables: the same, one of the two ends, or with `all` anything. */
const WIDTH = process.env['PLAN_BELIEFS'] ?? 'ends';
const ENDS = [NEVER_COUNTED, LARGE];
const OTHERS = TABLES.filter((table) => table !== 'saga');
const SIZES = [10, 100, 1000, 5000, 10_000];

/** Tables are counted one after the other, at any time, and then plans are made anew. */
describe('The plans of the hot path', () => {
  let database: HotPathDatabase;

  beforeEach(async () => {
    database = await HotPathDatabase.open();
  });

  afterEach(() => database?.close());

  it('are good when the tables were counted while a transaction filled them', async () => {
    await database.countWhileGrowing();
    await expectGoodPlans(database);
  });

  it('are good when the tables grow after each time that they are counted', async () => {
    for (const size of SIZES) {
      await database.grow(size);
      await expectGoodPlans(database);
      await database.count();
      await expectGoodPlans(database);
    }
  });
});

describe.each([
  { when: 'that nobody has counted yet', isCounted: false },
  { when: 'that were counted', isCounted: true },
])('The plans of the hot path, for large tables $when', ({ isCounted }) => {
  let database: HotPathDatabase;

  beforeAll(async () => {
    database = await HotPathDatabase.open();
    await database.grow();
    if (isCounted) await database.count();
  });

  afterAll(() => database?.close());

  it.each(Object.entries(BELIEFS))(
    'are good when the server believes that saga %s, whatever it believes of the others',
    async (_what, ofSagas) => {
      await database.believe(ofSagas, ['saga']);
      const some = WIDTH === 'all' ? Object.values(BELIEFS) : [ofSagas, ...ENDS];
      for (const ofOthers of new Set(some)) {
        await database.believe(ofOthers, OTHERS);
        await expectGoodPlans(database);
      }
    },
  );
});
