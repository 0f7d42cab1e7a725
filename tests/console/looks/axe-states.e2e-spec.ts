import type { ConsoleStack } from '../console-stack.fixture.js';
import { untilShown } from '../until-shown.fixture.js';
import { startWorld } from '../world/start-world.fixture.js';
import type { World } from '../world/world.fixture.js';
import { faultsOf } from './looked-at.fixture.js';
import { STATES } from './states.fixture.js';

let shown: ConsoleStack;
let world: World;

beforeAll(async () => {
  ({ shown, world } = await startWorld());
});

afterAll(() => shown?.close());

describe('A view in which somebody did something', () => {
  it.each(STATES.map((state) => [state.name, state] as const))(
    'given %s, when axe looks at it, then it finds nothing',
    async (_, { path, reach }) => {
      await shown.on(path(world), async (page) => {
        await untilShown(page);
        await reach(page);
        expect(await faultsOf(page)).toEqual([]);
      });
    },
  );
});
