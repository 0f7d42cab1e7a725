import type { components } from '../../api/schema';
import { numberText } from '../../parts/text/number-text';

type Overview = components['schemas']['Overview'];

/**
 * How things are, in one to three sentences.
 * @param silent the participants whose commands nobody takes; null: not known yet
 */
export function situationText(overview: Overview, silent: readonly string[] | null): string {
  const { backlog, stuckGroups, broker, database } = overview;
  if (database.status !== 'connected') return 'The database does not answer.';
  if (broker.status !== 'connected') return 'The broker is away: nothing is sent until it is back.';
  // counted just now, while those by status may be kept for a while
  const stuck = backlog.stuckSagas;
  const causes = stuckGroups.filter(({ state }) => state === 'stuck').length;
  const retrying = stuckGroups.length - causes;
  if (stuck === 0 && retrying === 0 && silent?.length === 0)
    return 'All is well: no saga is stuck.';
  const rest = stuck > 0 && silent?.length === 0 ? 'Everything else goes on.' : '';
  const more = stuck > 0 ? stuckText(stuck, causes) : unstuckText(retrying);
  return [more, silentText(silent ?? []), rest].filter((sentence) => sentence !== '').join(' ');
}

function stuckText(stuck: number, causes: number): string {
  const of = causes === 0 ? '' : `, of ${countText(causes, 'cause', 'causes')}`;
  return `${countText(stuck, 'saga is', 'sagas are')} stuck${of}.`;
}

/** `causes`: of attempts that failed and are made again by themselves. */
function unstuckText(causes: number): string {
  if (causes === 0) return 'No saga is stuck.';
  return `No saga is stuck. ${countText(causes, 'cause makes', 'causes make')} sagas try again.`;
}

function silentText([first, ...others]: readonly string[]): string {
  if (first === undefined) return '';
  if (others.length === 0) return `Nobody takes the commands of ${first}.`;
  const more = countText(others.length, 'other', 'others');
  return `Nobody takes the commands of ${first} and ${more}.`;
}

function countText(count: number, one: string, many: string): string {
  return `${numberText(count)} ${count === 1 ? one : many}`;
}
