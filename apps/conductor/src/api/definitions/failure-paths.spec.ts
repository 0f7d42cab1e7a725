import { setImmediate } from 'node:timers/promises';
import { compileDefinition, type SagaDefinition } from '#definition';
import { computeFailurePaths } from './failure-paths.js';

function compile(document: object): SagaDefinition {
  const result = compileDefinition(document, 1);
  if (result.ok) return result.definition;
  throw new Error(JSON.stringify(result.faults));
}

describe('Computing a failure matrix in a process that has sagas to move', () => {
  const retry = { maxAttempts: 1000, initialInterval: '1ms', maxInterval: '1ms' };
  const persistent = compile({
    name: 'persistent',
    steps: [{ name: 'a', command: 'shop.a', compensation: 'none', timeout: '1ms', retry }],
  });

  it('lets others have their turn within a path of a thousand attempts, too', async () => {
    let isDone = false;
    let turns = 0;
    const others = async () => {
      for (; !isDone; turns++) await setImmediate();
    };
    const counting = others();
    const paths = await computeFailurePaths(persistent);
    isDone = true;
    await counting;
    expect(paths).toHaveLength(6);
    expect(turns).toBeGreaterThan(100);
  });
});
