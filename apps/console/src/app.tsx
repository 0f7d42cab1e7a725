import { QueryClientProvider } from '@tanstack/react-query';
import { lazy, type ComponentType } from 'react';
import { Route, Router, Switch } from 'wouter';
import { BASE_PATH } from './api/place';
import { openQueries } from './api/queries';
import { ROUTES, type RoutePath } from './routes';
import { Shell } from './shell/shell';
import { Missing } from './shell/missing';
import { useRawSearch } from './url/use-raw-search';
import { Overview } from './views/overview/overview';

const queries = openQueries();

const Sagas = lazy(() => import('./views/sagas/sagas'));
const BulkList = lazy(() => import('./views/bulk/bulk-list'));
const BulkOperation = lazy(() => import('./views/bulk/bulk'));
const Failure = lazy(() => import('./views/failures/failure'));
const Failures = lazy(() => import('./views/failures/failures'));
const Compare = lazy(() => import('./views/compare/compare-view'));
const Saga = lazy(() => import('./views/saga/saga'));
const Definitions = lazy(() => import('./views/definitions/definitions'));
const Version = lazy(() => import('./views/definitions/version/version'));
const DefinitionEditor = lazy(() => import('./views/definitions/editor/editor'));
const StartSaga = lazy(() => import('./views/definitions/start/start'));
const Tasks = lazy(() => import('./views/tasks/tasks'));
const TaskPage = lazy(() => import('./views/tasks/task-page'));
const Participants = lazy(() => import('./views/participants/participants'));
const ParticipantPage = lazy(() => import('./views/participants/participant-page'));
const Pauses = lazy(() => import('./views/pauses/pauses'));
const Locks = lazy(() => import('./views/locks/locks'));
const DeadMessages = lazy(() => import('./views/dead-messages/dead-messages'));
const MessagePage = lazy(() => import('./views/dead-messages/message-page'));
const Approvals = lazy(() => import('./views/approvals/approvals'));
const Approval = lazy(() => import('./views/approvals/approval'));
const Audit = lazy(() => import('./views/audit/audit'));
const Alerts = lazy(() => import('./views/alerts/alerts'));
const Keys = lazy(() => import('./views/keys/keys'));
const Retention = lazy(() => import('./views/retention/retention'));

const VIEWS: Readonly<Record<RoutePath, ComponentType>> = {
  '/': Overview,
  '/sagas': Sagas,
  '/sagas/compare': Compare,
  '/sagas/:id': Saga,
  '/definitions': Definitions,
  '/definitions/_/new': DefinitionEditor,
  '/definitions/:name/:version/edit': DefinitionEditor,
  '/definitions/:name': Version,
  '/definitions/:name/:version': Version,
  '/definitions/:name/:version/start': StartSaga,
  '/failures': Failures,
  '/failures/:fingerprint': Failure,
  '/bulk': BulkList,
  '/bulk/:id': BulkOperation,
  '/tasks': Tasks,
  '/tasks/:sagaId/:step': TaskPage,
  '/participants': Participants,
  '/participants/:name': ParticipantPage,
  '/pauses': Pauses,
  '/locks': Locks,
  '/dead-messages': DeadMessages,
  '/dead-messages/:id': MessagePage,
  '/approvals': Approvals,
  '/approvals/:id': Approval,
  '/audit': Audit,
  '/alerts': Alerts,
  '/keys': Keys,
  '/retention': Retention,
};

/** The console. What is seen is in the address: a link shows the same to everybody. */
export function App() {
  return (
    <QueryClientProvider client={queries}>
      <Router base={BASE_PATH} searchHook={useRawSearch}>
        <Shell>
          <Switch>
            {ROUTES.map((path) => (
              <Route key={path} path={path} component={VIEWS[path]} />
            ))}
            <Route component={Missing} />
          </Switch>
        </Shell>
      </Router>
    </QueryClientProvider>
  );
}
