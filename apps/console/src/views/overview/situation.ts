import type { components } from '../../api/schema';
import { numberText } from '../../parts/text/number-text';

type Overview = components['schemas']['Overview'];

/** How things are, in one or two sentences. */
export function situationText({ backlog, stuckGroups, broker, database }: Overview): string {
  if (database.status !== 'connected') return 'The database does not answer.';
  if (broker.status !== 'connected') return 'The broker is away: nothing is sent until it is back.';
  // counted just now, while those by status may be kept for a while
  const stuck = backlog.stuckSagas;
  const causes = stuckGroups.filter(({ state }) => state === 'stuck').length;
  if (stuck === 0) return withoutStuck(stuckGroups.length - causes);
  const of = causes === 0 ? '' : `, of ${causes} ${causes === 1 ? 'cause' : 'causes'}`;
  return `${countText(stuck, 'saga is', 'sagas are')} stuck${of}. Everything else goes on.`;
}

/** `causes`: of attempts that failed and are made again by themselves. */
function withoutStuck(causes: number): string {
  if (causes === 0) return 'All is well: no saga is stuck.';
  return `No saga is stuck. ${countText(causes, 'cause makes', 'causes make')} sagas try again.`;
}

function countText(count: number, one: string, many: string): string {
  return `${numberText(count)} ${count === 1 ? one : many}`;
}
