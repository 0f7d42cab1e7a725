import { didYouMean } from '#expressions';

/** What one of the choices is called elsewhere, by field. */
const FOREIGN: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  onTimeout: {
    ...allAre('fail', 'compensate rollback abort error refuse cancel throw reject terminate stop'),
    ...allAre('continue', 'skip ignore proceed succeed next complete resume'),
  },
  kind: {
    ...allAre('pivot', 'critical commit pointOfNoReturn'),
    ...allAre('compensatable', 'reversible undoable compensating'),
    ...allAre('retryable', 'final forward idempotent'),
  },
  requires: {
    ...allAre('succeeded', 'all success all_success allSucceeded completed'),
    ...allAre('done', 'any always all_done none'),
  },
  onBusy: {
    ...allAre('wait', 'queue block enqueue'),
    ...allAre('reject', 'fail skip error abort'),
  },
  mode: {
    ...allAre('routing-slip', 'choreography slip courier'),
    ...allAre('orchestration', 'saga sequential parallel orchestrator'),
  },
};

export function explainChoice(field: string, given: string, choices: readonly string[]): string {
  const listed = choices.map((each) => JSON.stringify(each)).join(', ');
  const message = `must be one of ${listed}`;
  const known = Object.hasOwn(FOREIGN, field) ? FOREIGN[field] : undefined;
  const meant = known && Object.hasOwn(known, given) ? known[given] : undefined;
  if (meant !== undefined && choices.includes(meant)) return `${message}: write "${meant}"`;
  return `${message}${didYouMean(given, choices)}`;
}

function allAre(choice: string, names: string): Readonly<Record<string, string>> {
  return Object.fromEntries(names.split(' ').map((name) => [name, choice]));
}
