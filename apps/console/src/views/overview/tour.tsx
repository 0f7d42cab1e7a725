import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { api, dataOf } from '../../api/client';
import { BASE_PATH } from '../../api/place';
import { useFresh } from '../../live/live';
import { Card } from '../../parts/card';
import { CopyButton } from '../../parts/copy-button';
import css from './tour.module.css';

const DEFINITION = {
  name: 'first-order',
  steps: [{ name: 'charge', command: 'payment.charge', compensation: 'payment.refund' }],
};

/** For an installation with nothing in it: three steps to a saga that can be watched. */
export function Tour() {
  useFresh(['listSagas']);
  const definitions = useQuery({
    queryKey: ['listDefinitions', 'first'],
    queryFn: ({ signal }) =>
      dataOf(api.GET('/v1/definitions', { params: { query: { limit: 1 } }, signal })),
    refetchInterval: ({ state }) => (state.data?.items.length === 0 ? 2_000 : false),
  });
  const sagas = useQuery({
    queryKey: ['listSagas', 'first'],
    queryFn: ({ signal }) =>
      dataOf(api.GET('/v1/sagas', { params: { query: { limit: 1 } }, signal })),
  });
  const isNew = sagas.data?.items.length === 0;
  const [definition] = definitions.data?.items ?? [];
  if (!isNew || definitions.data === undefined) return null;
  const start = { definition: definition?.name ?? DEFINITION.name, input: {} };
  return (
    <Card title="Nothing has happened yet: three steps to the first saga">
      <ol className={css.tour}>
        <li data-done={definition !== undefined}>
          <h3>
            {definition === undefined ? 'Post a definition' : `✓ ${definition.name} is posted`}
          </h3>
          <p>
            It says what each step does and how it is taken back. Write one in{' '}
            <Link href="/definitions">Definitions</Link>, or post this one:
          </p>
          <Curl path="/v1/definitions" body={DEFINITION} />
        </li>
        <li>
          <h3>Start a saga</h3>
          <p>
            By a form, beside its definition in <Link href="/definitions">Definitions</Link>, or:
          </p>
          <Curl path="/v1/sagas" body={start} />
        </li>
        <li>
          <h3>Watch it</h3>
          <p>
            It appears in <Link href="/sagas">Sagas</Link> as it begins. Without a participant that
            answers, its page says for whom it waits.
          </p>
          <Curl path="/v1/sagas" />
        </li>
      </ol>
    </Card>
  );
}

/** The same at a shell. */
function Curl({ path, body }: { readonly path: string; readonly body?: object }) {
  const text = curlText(path, body);
  return (
    <div className={css.curl}>
      <pre tabIndex={0} role="region" aria-label={`As curl: ${path}`}>
        {text}
      </pre>
      <CopyButton name="Copy" text={() => text} />
    </div>
  );
}

function curlText(path: string, body?: object): string {
  const url = `${window.location.origin}${BASE_PATH}${path}`;
  if (body === undefined) return `curl ${url}`;
  return `curl ${url} -H 'content-type: application/json' \\\n  -d '${JSON.stringify(body)}'`;
}
