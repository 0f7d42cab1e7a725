/**
 * Every address of the console, without its base; what stands first is matched first. The build
 * gives them to the server, which answers 404 at any other one.
 */
export const ROUTES = [
  '/',
  '/sagas',
  '/sagas/compare',
  '/sagas/:id',
  '/definitions',
  '/definitions/_/new',
  '/definitions/:name/:version/edit',
  '/definitions/:name',
  '/definitions/:name/:version',
  '/definitions/:name/:version/start',
  '/failures',
  '/failures/:fingerprint',
  '/bulk',
  '/bulk/:id',
  '/tasks',
  '/tasks/:sagaId/:step',
  '/participants',
  '/participants/:name',
  '/pauses',
  '/locks',
  '/dead-messages',
  '/dead-messages/:id',
  '/approvals',
  '/approvals/:id',
  '/audit',
  '/alerts',
  '/keys',
  '/retention',
] as const;

export type RoutePath = (typeof ROUTES)[number];
