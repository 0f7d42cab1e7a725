import { readAlertSettings } from '#alerts';
import { ConsoleStack } from '../console-stack.fixture.js';
import { keyOf, PEOPLE } from './people.fixture.js';
import { viewsOf } from './views.fixture.js';
import { makeWorld, type World } from './world.fixture.js';

const ALERTS = {
  for: { group: '0s', stuck: '0s' },
  routes: [
    { name: 'bus', type: 'events' },
    // nobody listens there: its messages wait
    {
      name: 'on-call',
      type: 'slack',
      url: 'http://127.0.0.1:2/in',
      kinds: ['stuck', 'group-new', 'group-regressed'],
    },
  ],
};
const LOOK_MS = 500;
/** As long as everything in it may be looked at, one after the other. */
export const ALL_VIEWS_MS = 600_000;

/** The world, and a browser that looks at it as an admin. */
export async function startWorld(): Promise<{ shown: ConsoleStack; world: World }> {
  const alerts = readAlertSettings(JSON.stringify(ALERTS), (fault) => {
    throw new Error(fault);
  });
  const fourEyes = { list: ['abandon'] };
  const config = { apiKeys: PEOPLE, fourEyes, alerts, alertLookMs: LOOK_MS };
  const shown = await ConsoleStack.start(config);
  try {
    const world = await makeWorld(shown.stack);
    shown.logIn(keyOf('root'));
    return { shown, world };
  } catch (error) {
    await shown.close();
    throw error;
  }
}

interface WorldOfTests {
  readonly shown: ConsoleStack;
  /** The paths of all views, by their names. */
  readonly views: Readonly<Record<string, string>>;
}

/** One world for the tests of a file: it is there when the first of them begins. */
export function worldOfTests(): WorldOfTests {
  const its: { shown?: ConsoleStack; views?: WorldOfTests['views'] } = {};
  beforeAll(async () => {
    const { shown, world } = await startWorld();
    Object.assign(its, { shown, views: viewsOf(world) });
  }, ALL_VIEWS_MS);
  afterAll(() => its.shown?.close());
  return its as WorldOfTests;
}
