import { type CommandStep, evaluate } from '#definition';
import type { JsonValue } from '#protocol';
import { modeOf } from '../modes/mode-of.js';
import { failUnissued } from '../moves/backward.js';
import { depthFault } from '../moves/children.js';
import { openInquiry } from '../moves/inquiry.js';
import { issueCommand } from '../moves/issue-command.js';
import { beginLoop, continueLoop } from '../moves/loops.js';
import { repeatOnce } from '../moves/repeats.js';
import { charsOf, faultOfMade } from '../state/kept.js';
import type { SagaError } from '../state/saga-state.js';
import type { Draft } from '../transition/draft.js';
import type { Beginning, StepKindRules } from './step-kind.js';

/** Sends a command to a participant or a child saga, once or in a loop. */
export const command: StepKindRules<'command'> = {
  begin(draft, step, beginning) {
    const fault = step.child === null ? null : depthFault(draft.state);
    if (fault !== null) {
      failUnissued(draft, step, fault);
      return 'open';
    }
    if (step.loop !== null) return beginLoop(draft, step, step.loop);
    send(draft, step, beginning);
    return 'open';
  },
  goOn: (draft, step) => (step.loop === null ? 'open' : continueLoop(draft, step, step.loop)),
  /** The interval of its loop is over. */
  wake: repeatOnce,
  describe: (step) => `the command ${step.command}`,
};

function send(draft: Draft, step: CommandStep, { edited, forwarded = null }: Beginning): void {
  if (step.iterationOf !== null && edited === undefined) {
    issueCommand(draft, step, 'execute', { forwarded });
    return;
  }
  const mapped = edited === undefined ? mapInput(draft, step) : { data: edited };
  if (!('error' in mapped)) issueCommand(draft, step, 'execute', { data: mapped.data, forwarded });
  else if (modeOf(draft).sending.mayHaveLeftUnheard(draft, step))
    askUnheard(draft, step, mapped.error);
  else failUnissued(draft, step, mapped.error);
}

type Mapped = { readonly data: JsonValue } | { readonly error: SagaError };

function mapInput(draft: Draft, step: CommandStep): Mapped {
  const mapped = evaluate(() => step.input(draft.scope));
  if ('error' in mapped) return mapped;
  const error = faultOfMade(draft.state, charsOf(mapped.data));
  return error === null ? mapped : { error };
}

/** Records the command as sent by participants, who alone have its data, and inquires about it. */
function askUnheard(draft: Draft, step: CommandStep, error: SagaError): void {
  const forwarded = { step: step.name, direction: 'execute' } as const;
  issueCommand(draft, step, 'execute', { data: null, forwarded });
  const { attempts } = draft.step(step.name);
  const failed = { direction: 'execute', attempt: attempts.execute, outcome: 'errored' } as const;
  draft.record({ type: 'attempt-failed', step: step.name, ...failed, error });
  openInquiry(draft, step, 'unheard');
}
