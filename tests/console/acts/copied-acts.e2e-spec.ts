import type { Locator, Page } from 'playwright-core';
import { faultOf } from '#cli';
import { eventually } from '#testing-internal';
import { copied, wordsOf } from '../copied.fixture.js';
import { untilShown } from '../until-shown.fixture.js';
import { keyOf } from '../world/people.fixture.js';
import { ALL_VIEWS_MS, worldOfTests } from '../world/start-world.fixture.js';
import { EachAct } from './each-act.fixture.js';

const ACTS_MIN = 30;
const REASON = "it's for a $HOME 'shell'";
/** What else an act needs before it can be done. */
const GIVES: Readonly<Record<string, (dialog: Locator) => Promise<unknown>>> = {
  Pause: async (dialog) => {
    const which = dialog.getByLabel(/^Participant/);
    if ((await which.count()) > 0) await which.selectOption('mail');
    const end = dialog.getByLabel('For how long');
    // the pause of one saga has no end
    if ((await end.count()) === 0) return;
    await end.selectOption({ label: 'an hour' });
    await dialog.getByLabel('Hold its undos and inquiries, too').check();
  },
  'Make a key': async (dialog) => {
    await dialog.getByLabel('Name').fill('-a key');
    await dialog.getByLabel('Definitions').fill('refund, restock');
    await dialog.getByLabel('Expires').fill('2030-01-01T00:00');
  },
  'Set a rule': (dialog) => dialog.getByLabel('Days that abandoned sagas are kept').fill('7'),
  Mute: (dialog) => dialog.getByLabel('Or until so many more sagas came to it').fill('9'),
  Resolve: (dialog) => dialog.getByLabel('Since version').fill('2'),
};

const its = worldOfTests();

/** What is copied in a dialog that asks for a reason. */
async function lookAt(
  page: Page,
  dialog: Locator,
  told: (act: string, look: object) => void,
): Promise<void> {
  const title = await dialog.getByRole('heading').first().innerText();
  const reason = dialog.getByLabel('Reason');
  if ((await reason.count()) === 0) return;
  await reason.fill(REASON);
  await GIVES[title]?.(dialog);
  told(title, await lookOf(page, dialog));
}

async function lookOf(page: Page, dialog: Locator): Promise<object> {
  const names = ['Copy as curl', 'Copy as CLI'];
  const buttons = names.map((name) => dialog.getByRole('button', { name }));
  const has = await Promise.all(buttons.map((button) => button.count()));
  if (has.includes(0)) return { lacks: names.filter((_, place) => has[place] === 0) };
  // a preview comes first
  await eventually(
    () => Promise.all(buttons.map((button) => button.getAttribute('aria-disabled'))),
    (disabled) => disabled.every((each) => each === 'false'),
  );
  const curl = await copied(page, 'Copy as curl', dialog);
  const argv = await wordsOf(await copied(page, 'Copy as CLI', dialog));
  const isWithout = [curl, ...argv].every((each) => !each.includes(keyOf('root')));
  return {
    fault: faultOf(argv),
    saysWhy: argv.includes(`--reason=${REASON}`),
    isSentByCurl: curl.includes('$CONDUCTOR_API_KEY') && curl.startsWith('curl '),
    isWithout,
  };
}

describe('Every act of the console', () => {
  it(
    'given its dialog, when it is copied, then the command line understands it',
    async () => {
      const looks: Record<string, object> = {};
      const each = new EachAct();
      for (const [view, path] of Object.entries(its.views)) {
        await its.shown.on(path, async (page) => {
          await untilShown(page);
          await each.on(page, view, (dialog) =>
            lookAt(page, dialog, (act, look) => {
              looks[act] = { ...looks[act], ...look };
            }),
          );
        });
      }
      const good = { fault: null, saysWhy: true, isSentByCurl: true, isWithout: true };
      const acts = Object.keys(looks);
      expect(looks).toEqual(Object.fromEntries(acts.map((act) => [act, good])));
      expect(acts.length).toBeGreaterThan(ACTS_MIN);
    },
    ALL_VIEWS_MS,
  );
});
