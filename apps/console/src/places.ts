import type { RoutePath } from './routes';

interface Named {
  readonly path: RoutePath;
  readonly name: string;
  readonly group: 'sagas' | 'parts' | 'rules';
  readonly letter: string;
}

/**
 * The places of the console, in the order of the rail. A path has no base and no query; `letter`:
 * after `g`.
 */
export const PLACES = [
  { path: '/', name: 'Overview', group: 'sagas', letter: 'o' },
  { path: '/sagas', name: 'Sagas', group: 'sagas', letter: 's' },
  { path: '/failures', name: 'Failures', group: 'sagas', letter: 'f' },
  { path: '/tasks', name: 'Tasks', group: 'sagas', letter: 't' },
  { path: '/bulk', name: 'Bulk operations', group: 'sagas', letter: 'b' },
  { path: '/definitions', name: 'Definitions', group: 'parts', letter: 'd' },
  { path: '/participants', name: 'Participants', group: 'parts', letter: 'p' },
  { path: '/pauses', name: 'Pauses', group: 'parts', letter: 'u' },
  { path: '/locks', name: 'Locks', group: 'parts', letter: 'l' },
  { path: '/dead-messages', name: 'Dead messages', group: 'parts', letter: 'm' },
  { path: '/approvals', name: 'Approvals', group: 'rules', letter: 'v' },
  { path: '/audit', name: 'Audit', group: 'rules', letter: 'a' },
  { path: '/alerts', name: 'Alerts', group: 'rules', letter: 'w' },
  { path: '/keys', name: 'Keys and roles', group: 'rules', letter: 'k' },
  { path: '/retention', name: 'Retention', group: 'rules', letter: 'e' },
] as const satisfies readonly Named[];

export type Place = (typeof PLACES)[number];
