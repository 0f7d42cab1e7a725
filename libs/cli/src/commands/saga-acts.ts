import { jsonOf } from '../running/data.js';
import {
  neededOption,
  previewOf,
  sagaActing,
  sagaOf,
  showPreview,
  type Details,
} from '../running/saga-act.js';
import type { CommandSpec, Given, OptionSpec } from '../spec/command-spec.js';
import type { Session } from '../session/session.js';

const STEP: OptionSpec = { flags: '--step <name>', does: 'the step; of a loop also reserve[1]' };
const TO_STEP: OptionSpec = {
  flags: '--to-step <name>',
  does: 'undoes back to just before this step, then goes forward again',
};
const INPUT: OptionSpec = {
  flags: '--input <json>',
  does: 'another input for the command of the step: JSON, @FILE or @-',
};
const OUTPUT: OptionSpec = {
  flags: '--step-output <json>',
  does: 'goes on as if the step had given this: JSON, @FILE or @-',
};
const RESULT: OptionSpec = {
  flags: '--result <result>',
  does: 'what somebody made sure of outside of the saga',
  choices: ['succeeded', 'undone'],
};
const ROOT = '/v1/admin/sagas/{id}';

/** The options of an act as its body has them. */
async function detailsOf(given: Given, session: Session): Promise<Details> {
  const { step, toStep, input, stepOutput, result } = given.options;
  return {
    step,
    toStep,
    result,
    input: typeof input === 'string' ? await jsonOf(input, '--input', session) : undefined,
    output:
      typeof stepOutput === 'string'
        ? await jsonOf(stepOutput, '--step-output', session)
        : undefined,
  };
}

/** As above, and what the act cannot be without is there. */
function needing(...options: readonly (readonly [string, string])[]) {
  return (given: Given, session: Session): Promise<Details> => {
    for (const [name, flag] of options) neededOption(given, name, flag);
    return detailsOf(given, session);
  };
}

const STEP_NEEDED = ['step', '--step NAME'] as const;

export const SAGA_ACTS: readonly CommandSpec[] = [
  sagaActing({
    words: 'saga retry',
    verb: 'retry',
    path: `${ROOT}/retry`,
    does: 'Fresh attempts and timers for what is stuck',
    options: [STEP, INPUT],
    detailsOf,
    examples: ["saga retry SAGA_ID --reason 'shipping is back' --yes --wait 30s"],
  }),
  sagaActing({
    words: 'saga skip',
    verb: 'skip',
    path: `${ROOT}/skip`,
    does: 'Go on as if a step had succeeded',
    options: [STEP, OUTPUT],
    detailsOf: needing(STEP_NEEDED),
  }),
  sagaActing({
    words: 'saga settle',
    verb: 'settle',
    path: `${ROOT}/settle`,
    does: 'Say how a person settled a step by hand, outside of the saga',
    options: [STEP, RESULT],
    detailsOf: needing(STEP_NEEDED, ['result', '--result succeeded or --result undone']),
  }),
  sagaActing({
    words: 'saga compensate',
    verb: 'compensate',
    path: `${ROOT}/compensate`,
    does: 'Go backward now: all the way, or to just before a step',
    options: [TO_STEP],
    detailsOf,
  }),
  sagaActing({
    words: 'saga cancel',
    verb: 'cancel',
    path: `${ROOT}/cancel`,
    does: 'Ask for backward recovery; refused after the pivot',
  }),
  sagaActing({
    words: 'saga abandon',
    verb: 'abandon',
    path: `${ROOT}/abandon`,
    does: 'End without undoing',
  }),
  sagaActing({
    words: 'saga pause',
    verb: 'pause',
    path: `${ROOT}/pause`,
    does: 'Send nothing new and let no time pass, until it is resumed',
  }),
  sagaActing({
    words: 'saga resume',
    verb: 'resume',
    path: `${ROOT}/resume`,
    does: 'Go on, with the time that each clock had left',
  }),
  {
    words: 'saga preview',
    args: ['<saga>', '<action>'],
    does: 'What an act would send and change, and what would follow; changes nothing',
    more:
      'ACTION is retry, skip, settle, cancel, compensate, release-lock, pause, resume,\n' +
      'abandon or migrate.',
    calls: ['POST /v1/admin/sagas/{id}/preview'],
    options: [
      STEP,
      TO_STEP,
      INPUT,
      OUTPUT,
      RESULT,
      { flags: '--key <key>', does: 'of release-lock' },
      { flags: '--to-version <n>', does: 'of migrate', isInteger: true },
      {
        flags: '--if-version <n>',
        does: 'only if the saga still has this version',
        isInteger: true,
      },
    ],
    examples: ['saga preview SAGA_ID retry'],
    run: async (given, session) => {
      const { key, toVersion, ifVersion } = given.options;
      const details = { ...(await detailsOf(given, session)), key, toVersion };
      const body = { action: given.args['action'], ...details, expectedVersion: ifVersion };
      return showPreview(await previewOf(sagaOf(given), body, session), session);
    },
  },
];
