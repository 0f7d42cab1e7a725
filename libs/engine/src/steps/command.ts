import type { CommandStep } from '#definition';
import type { Forwarded } from '../modes/mode.js';
import { modeOf } from '../modes/mode-of.js';
import { failUnissued } from '../moves/backward.js';
import { depthFault } from '../moves/children.js';
import { openInquiry } from '../moves/inquiry.js';
import { issueCommand } from '../moves/issue-command.js';
import { beginLoop, continueLoop } from '../moves/loops.js';
import { mapData } from '../moves/map-data.js';
import { repeatOnce } from '../moves/repeats.js';
import type { SagaError } from '../state/saga-state.js';
import type { Draft } from '../transition/draft.js';
import type { Beginning, StepTypeRules } from './step-type.js';

/** Sends a command to a participant or a child saga, once or in a loop. */
export const command: StepTypeRules<'command'> = {
  begin(draft, step, beginning) {
    const fault = step.child === null ? null : depthFault(draft.state);
    if (fault !== null) {
      failUnissued(draft, step, fault);
      return;
    }
    if (step.loop !== null) return beginLoop(draft, step, step.loop);
    send(draft, step, beginning);
  },
  goOn(draft, step) {
    if (step.loop !== null) continueLoop(draft, step, step.loop);
  },
  /** The interval of its loop is over. */
  wake: repeatOnce,
  describe: (step) => `the command ${step.command}`,
  undo: {
    carryOut: undo,
    describe: ({ compensation }) => compensation && compensation.command,
  },
};

function send(draft: Draft, step: CommandStep, { edited, forwarded = null }: Beginning): void {
  if (step.iterationOf !== null && edited === undefined) {
    issueCommand(draft, step, 'execute', { forwarded });
    return;
  }
  const mapped = edited === undefined ? mapData(draft, step.input) : { data: edited };
  if (!('error' in mapped)) issueCommand(draft, step, 'execute', { data: mapped.data, forwarded });
  else if (modeOf(draft).sending.mayHaveBeenForwarded(draft, step))
    inquireForwarded(draft, step, mapped.error);
  else failUnissued(draft, step, mapped.error);
}

/** Issues the compensation; also resumes a stuck one, with fresh attempts. */
function undo(draft: Draft, step: CommandStep, forwarded: Forwarded | null = null): void {
  if (step.compensation === null) {
    draft.record({ type: 'step-compensated', step: step.name, result: 'nothing-to-do' });
    return;
  }
  const error = issueCommand(draft, step, 'compensate', { forwarded });
  if (error === null) return;
  draft.record({ type: 'step-stuck', step: step.name, direction: 'compensate', error });
}

/** Records the command as forwarded, with data that only participants have, and inquires. */
function inquireForwarded(draft: Draft, step: CommandStep, error: SagaError): void {
  const forwarded = { step: step.name, direction: 'execute' } as const;
  issueCommand(draft, step, 'execute', { data: null, forwarded });
  const { attempts } = draft.step(step.name);
  const failed = { direction: 'execute', attempt: attempts.execute, outcome: 'errored' } as const;
  draft.record({ type: 'attempt-failed', step: step.name, ...failed, error });
  openInquiry(draft, step, 'maybe-forwarded');
}
