import { BATCH, HotPathDatabase } from './hot-path-database.fixture.js';
import { HOT_STATEMENTS, expectGoodPlans } from './hot-statements.fixture.js';

/**
 * A plan that is made while the tables are tiny is kept while they grow. Statements find their rows
 * through these indexes all the same, and read no more of them than a batch has.
 */
describe.each([
  { when: 'that nobody has counted yet', isCounted: false },
  { when: 'that were counted while they were tiny', isCounted: true },
])('The plans of the hot path, for tables $when', ({ isCounted }) => {
  let database: HotPathDatabase;

  beforeAll(async () => {
    database = await HotPathDatabase.open();
    if (isCounted) await database.count();
  });

  afterAll(() => database?.close());

  it('are made once on a fresh database, whatever the values of a call', async () => {
    const planned = await database.plannedByValues();
    const ofHotPath = Object.keys(HOT_STATEMENTS).map((name) => [name, planned.get(name)]);
    expect(ofHotPath).toEqual(Object.keys(HOT_STATEMENTS).map((name) => [name, 0]));
    await expectGoodPlans(database);
  });

  it('are good when the tables have grown', async () => {
    await database.grow();
    await expectGoodPlans(database);
  });

  it('are good when the large tables were vacuumed, and not counted yet', async () => {
    await database.vacuum();
    await expectGoodPlans(database);
  });

  it('are good when the large tables were counted', async () => {
    await database.count();
    await expectGoodPlans(database);
  });

  it('read none of the sagas whose timers go off later', async () => {
    await database.putOffTimers();
    const { rowsRead } = await database.readsOfCall('claim-due-sagas', [`${BATCH}`, '1000']);
    expect(rowsRead).toBe(0);
  });

  it('are good when tables were counted while they were empty, and have filled again', async () => {
    await database.empty();
    await expectGoodPlans(database);
    await database.fill();
    await expectGoodPlans(database);
  });
});
