import type { components } from '../../api/schema';

export type Pause = components['schemas']['ListedPause'];
export type Scope = Pause['scope'];

/** What is paused, as people say it. */
export function scopeText(scope: Scope): string {
  if ('participant' in scope) return scope.participant;
  if ('failureGroup' in scope) {
    const { definition, step, direction } = scope.place;
    return `failures of ${direction === 'compensate' ? 'the undo of ' : ''}${definition} · ${step}`;
  }
  return 'step' in scope ? `${scope.definition} · ${scope.step}` : scope.definition;
}

/** What kind of thing that is. */
export function scopeKind(scope: Scope): string {
  if ('participant' in scope) return 'participant';
  if ('failureGroup' in scope) return 'group of failures';
  return 'step' in scope ? 'step' : 'definition';
}

/** Where it is shown in the console. */
export function scopeHref(scope: Scope): string {
  if ('participant' in scope) return `/participants/${scope.participant}`;
  if ('failureGroup' in scope) return `/failures/${scope.failureGroup}`;
  return `/definitions/${scope.definition}`;
}

/** The sagas that it may hold, as a filter: those that wait for a pause in what it covers. */
export function heldFilter(scope: Scope): string {
  const query = new URLSearchParams({ waiting: 'paused' });
  if ('participant' in scope) query.set('participant', scope.participant);
  else if ('failureGroup' in scope) {
    query.set('definition', scope.place.definition);
    query.set('step', scope.place.step);
  } else {
    query.set('definition', scope.definition);
    if ('step' in scope) query.set('step', scope.step);
  }
  return query.toString();
}
