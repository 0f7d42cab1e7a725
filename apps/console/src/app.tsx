import { QueryClientProvider } from '@tanstack/react-query';
import { lazy } from 'react';
import { Route, Router, Switch } from 'wouter';
import { BASE_PATH } from './api/place';
import { openQueries } from './api/queries';
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

/** The console. What is seen is in the address: a link shows the same to everybody. */
export function App() {
  return (
    <QueryClientProvider client={queries}>
      <Router base={BASE_PATH} searchHook={useRawSearch}>
        <Shell>
          <Switch>
            <Route path="/" component={Overview} />
            <Route path="/sagas" component={Sagas} />
            <Route path="/sagas/compare" component={Compare} />
            <Route path="/sagas/:id" component={Saga} />
            <Route path="/definitions" component={Definitions} />
            <Route path="/definitions/_/new" component={DefinitionEditor} />
            <Route path="/definitions/:name/:version/edit" component={DefinitionEditor} />
            <Route path="/definitions/:name" component={Version} />
            <Route path="/definitions/:name/:version" component={Version} />
            <Route path="/definitions/:name/:version/start" component={StartSaga} />
            <Route path="/failures" component={Failures} />
            <Route path="/failures/:fingerprint" component={Failure} />
            <Route path="/bulk" component={BulkList} />
            <Route path="/bulk/:id" component={BulkOperation} />
            <Route path="/tasks" component={Tasks} />
            <Route path="/tasks/:sagaId/:step" component={TaskPage} />
            <Route path="/participants" component={Participants} />
            <Route path="/participants/:name" component={ParticipantPage} />
            <Route path="/pauses" component={Pauses} />
            <Route path="/locks" component={Locks} />
            <Route path="/dead-messages" component={DeadMessages} />
            <Route path="/dead-messages/:id" component={MessagePage} />
            <Route path="/approvals" component={Approvals} />
            <Route path="/approvals/:id" component={Approval} />
            <Route path="/audit" component={Audit} />
            <Route path="/alerts" component={Alerts} />
            <Route path="/keys" component={Keys} />
            <Route path="/retention" component={Retention} />
            <Route component={Missing} />
          </Switch>
        </Shell>
      </Router>
    </QueryClientProvider>
  );
}
