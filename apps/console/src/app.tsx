import { QueryClientProvider } from '@tanstack/react-query';
import { lazy, useMemo, type ComponentType } from 'react';
import { Route, Router, Switch, useRouter } from 'wouter';
import { BASE_PATH } from './api/place';
import { openQueries } from './api/queries';
import { ROUTES } from './routes';
import { Shell } from './shell/shell';
import { Missing } from './shell/missing';
import { exactly } from './url/exact-parser';
import { useRawSearch } from './url/use-raw-search';
import { type Loads, usePreload } from './url/use-preload';
import { Overview } from './views/overview/overview';

const queries = openQueries();

const loadVersion = () => import('./views/definitions/version/version');
const loadDefinitionEditor = () => import('./views/definitions/editor/editor');

/** All but the first view are loaded when somebody goes there, or is about to. */
const LOADS: Loads = {
  '/sagas': () => import('./views/sagas/sagas'),
  '/sagas/compare': () => import('./views/compare/compare-view'),
  '/sagas/:id': () => import('./views/saga/saga'),
  '/definitions': () => import('./views/definitions/definitions'),
  '/definitions/_/new': loadDefinitionEditor,
  '/definitions/:name/:version/edit': loadDefinitionEditor,
  '/definitions/:name': loadVersion,
  '/definitions/:name/:version': loadVersion,
  '/definitions/:name/:version/start': () => import('./views/definitions/start/start'),
  '/failures': () => import('./views/failures/failures'),
  '/failures/:fingerprint': () => import('./views/failures/failure'),
  '/bulk': () => import('./views/bulk/bulk-list'),
  '/bulk/:id': () => import('./views/bulk/bulk'),
  '/tasks': () => import('./views/tasks/tasks'),
  '/tasks/:sagaId/:step': () => import('./views/tasks/task-page'),
  '/participants': () => import('./views/participants/participants'),
  '/participants/:name': () => import('./views/participants/participant-page'),
  '/pauses': () => import('./views/pauses/pauses'),
  '/locks': () => import('./views/locks/locks'),
  '/dead-messages': () => import('./views/dead-messages/dead-messages'),
  '/dead-messages/:id': () => import('./views/dead-messages/message-page'),
  '/approvals': () => import('./views/approvals/approvals'),
  '/approvals/:id': () => import('./views/approvals/approval'),
  '/audit': () => import('./views/audit/audit'),
  '/alerts': () => import('./views/alerts/alerts'),
  '/keys': () => import('./views/keys/keys'),
  '/retention': () => import('./views/retention/retention'),
};

const FURTHER: Readonly<Record<string, ComponentType>> = Object.fromEntries(
  Object.entries(LOADS).map(([path, load]) => [path, lazy(load)]),
);

/** The console. What is seen is in the address: a link shows the same to everybody. */
export function App() {
  const { parser: loose } = useRouter();
  const parser = useMemo(() => exactly(loose), [loose]);
  return (
    <QueryClientProvider client={queries}>
      <Router base={BASE_PATH} parser={parser} searchHook={useRawSearch}>
        <Preload />
        <Shell>
          <Switch>
            {ROUTES.map((path) => (
              <Route key={path} path={path} component={FURTHER[path] ?? Overview} />
            ))}
            <Route component={Missing} />
          </Switch>
        </Shell>
      </Router>
    </QueryClientProvider>
  );
}

function Preload() {
  usePreload(LOADS);
  return null;
}
