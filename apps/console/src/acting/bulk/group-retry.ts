import type { components } from '../../api/schema';
import { afterRepair } from '../usual-reason';
import type { BulkAsk } from './bulk';

type Group = components['schemas']['FailureGroup'];
type Cause = Pick<Group, 'fingerprint' | 'error'>;

/** Those of a group that wait for a person, one of them first. */
export function retryOf({ fingerprint }: Cause): BulkAsk {
  return { filter: `status=stuck&failure=${fingerprint}`, action: 'retry' };
}

/** What is mostly meant; it can be changed. */
export function retryReason({ error }: Cause): string {
  return afterRepair('retry', error.code);
}
