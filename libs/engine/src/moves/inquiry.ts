import type { CommandStep } from '#definition';
import type { JsonValue } from '#protocol';
import type { Inquiry } from '../state/saga-state.js';
import type { Draft } from '../transition/draft.js';
import { issueCommand } from './issue-command.js';

/** Asks the participant what became of the step's key, and has it fenced if nothing did. */
export function openInquiry(
  draft: Draft,
  step: CommandStep,
  because: Inquiry['because'],
  editedData?: JsonValue,
): void {
  const inquiry = editedData === undefined ? { because } : { because, editedData };
  draft.record({ type: 'inquiry-opened', step: step.name, inquiry });
  if (draft.step(step.name).status !== 'inquiring') issueCommand(draft, step, 'inquire');
}
