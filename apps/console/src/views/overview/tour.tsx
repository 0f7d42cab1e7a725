import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { curlOf } from '../../acting/as-text/curl';
import { api, dataOf } from '../../api/client';
import { BASE_PATH } from '../../api/place';
import { useFresh } from '../../live/live';
import { Card } from '../../parts/card';
import { CopyButton } from '../../parts/copy-button';
import css from './tour.module.css';

interface Posted {
  readonly name: string;
  readonly version: number;
}

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
  const isPosted = definition !== undefined;
  const { name } = definition ?? DEFINITION;
  return (
    <Card title="Nothing has happened yet: three steps to the first saga">
      <ol className={css.tour}>
        <li data-done={isPosted}>
          <h3>{isPosted ? `✓ ${name} is posted` : 'Post a definition'}</h3>
          <p>
            It says what each step does and how it is taken back. They are written in{' '}
            <Link href="/definitions">Definitions</Link>
            {isPosted ? '.' : '; or post this one:'}
          </p>
          {!isPosted && <Curl path="/v1/definitions" body={DEFINITION} />}
        </li>
        <li>
          <h3>Start a saga</h3>
          <StartOf definition={definition ?? null} />
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

/** Only of our own definition it is known that it starts without an input. */
function StartOf({ definition }: { readonly definition: Posted | null }) {
  const { name } = definition ?? DEFINITION;
  const isOurs = name === DEFINITION.name;
  const form =
    definition === null ? '/definitions' : `/definitions/${name}/${definition.version}/start`;
  return (
    <>
      <p>
        By <Link href={form}>a form</Link> that is made of what its definition asks for
        {isOurs ? ', or:' : '.'}
      </p>
      {isOurs && <Curl path="/v1/sagas" body={{ definition: name, input: {} }} />}
    </>
  );
}

/** The same at a shell. */
function Curl({ path, body }: { readonly path: string; readonly body?: object }) {
  const text = curlText(path, body);
  const label = body === undefined ? `As curl, to read: ${path}` : `As curl: ${path}`;
  return (
    <div className={css.curl}>
      <pre tabIndex={0} role="region" aria-label={label}>
        {text}
      </pre>
      <CopyButton name="Copy" text={() => text} />
    </div>
  );
}

function curlText(path: string, body?: object): string {
  const url = `${window.location.origin}${BASE_PATH}${path}`;
  if (body === undefined) return curlOf({ method: 'GET', url, headers: {} });
  const headers = { 'content-type': 'application/json' };
  return curlOf({ method: 'POST', url, headers, body: JSON.stringify(body) });
}
