import type { components } from '../../api/schema';
import { numberText } from '../../parts/text/number-text';

type Approval = components['schemas']['Approval'];

/** What it is about: `saga 0198…`, `bulk … of 12 sagas`. */
export function subjectText({ subject, sagas, definition }: Approval): string {
  const count = sagas === null ? '' : ` of ${numberText(sagas)} sagas`;
  const of = definition === null || subject.kind === 'definition' ? '' : `, ${definition}`;
  return `${subject.kind} ${subject.id}${count}${of}`;
}
