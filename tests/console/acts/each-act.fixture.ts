import type { Locator, Page } from 'playwright-core';

/** What each view lets an admin do in its world, beside what it lets them do with a saga. */
const ACTS: Readonly<Record<string, readonly string[]>> = {
  failure: ['Acknowledge', 'Mute', 'Resolve', 'Reopen', 'Pause the group'],
  pauses: ['Pause', 'Resume'],
  'dead-message': ['Replay', 'Discard'],
  'definition-versions': ['Retire v1'],
  'definition-editor': ['Post'],
  approval: ['Confirm', 'Reject'],
  alerts: ['Test'],
  keys: ['Make a key', 'Rotate', 'Revoke', 'End'],
  retention: ['Set a rule', 'Change', 'Clear'],
};

/** Those that open the dialog of an act that may be done now. */
function buttonsOf(page: Page, text: string | RegExp): Locator {
  return page.locator('main button:not([aria-disabled=true])').filter({ hasText: text });
}

/** Sagas have the same acts, and so have the tabs of a definition: each is opened once. */
const familyOf = (view: string): string => /^(saga|definition)-/.exec(view)?.[1] ?? view;

/** The dialogs of acts in the views of a world, each opened once. */
export class EachAct {
  private readonly opened = new Set<string>();

  /** Opens those that the view has and no view before it had, and closes them again. */
  async on(page: Page, view: string, story: (dialog: Locator) => Promise<void>): Promise<void> {
    for (const act of ACTS[view] ?? []) await buttonsOf(page, `${act}…`).first().waitFor();
    for (const name of new Set(await buttonsOf(page, /…$/).allInnerTexts())) {
      const act = `${familyOf(view)} ${name}`;
      if (this.opened.has(act)) continue;
      this.opened.add(act);
      await buttonsOf(page, name).first().click();
      const dialog = page.locator('dialog[open]');
      await dialog.waitFor();
      await story(dialog);
      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'detached' });
    }
  }
}
