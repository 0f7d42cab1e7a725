import { useState } from 'react';
import type { ActGiven } from '../../acting/as-text/copy-act';
import type { components } from '../../api/schema';

type Group = components['schemas']['FailureGroup'];

export const GROUP_READS = ['getFailureGroup', 'listFailureGroups', 'getOverview'] as const;

/** As the API takes them; refused when somebody else did something with the group meanwhile. */
export function callOf({ fingerprint, revision }: Group, given: ActGiven) {
  const { reason, idempotencyKey } = given;
  const params = { path: { fingerprint }, header: { 'Idempotency-Key': idempotencyKey } };
  return { params, said: { reason, expectedRevision: revision } };
}

/** The same on the command line. */
export function cliOfGroup(
  verb: Group['acts'][number],
  { fingerprint, revision }: Group,
  more: Readonly<Record<string, string | undefined>> = {},
) {
  const options = { ...more, 'expected-revision': String(revision) };
  return { words: ['failures', verb, fingerprint], options };
}

/** The group as it was when the dialog of an act opened: what people saw is what they act on. */
export function useSeen(group: Group) {
  const [seen, see] = useState(group);
  return { seen, onOpen: () => see(group) };
}
