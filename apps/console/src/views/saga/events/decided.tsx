import { useQuery } from '@tanstack/react-query';
import { api, dataOf } from '../../../api/client';
import type { components } from '../../../api/schema';
import { Failed, Waiting } from '../../../parts/states';
import { Masked } from '../masked';
import { Part } from './part';
import css from './decided.module.css';

interface DecidedProps {
  readonly sagaId: string;
  /** After the event. */
  readonly version: number;
}

/** The expressions that decided an event, with the values they saw. */
export function Decided({ sagaId, version }: DecidedProps) {
  const { data, error, refetch } = useQuery({
    queryKey: ['listSagaExpressions', sagaId, version],
    queryFn: ({ signal }) => {
      const params = { path: { id: sagaId, version } };
      return dataOf(api.GET('/v1/sagas/{id}/versions/{version}/expressions', { params, signal }));
    },
    staleTime: Infinity,
  });
  return (
    <Part title="What decided it">
      {error !== null && <Failed error={error} onRetry={() => void refetch()} />}
      {error === null && data === undefined && <Waiting />}
      {data?.expressions.length === 0 && <p>No expression of its definition.</p>}
      {data !== undefined && data.expressions.length > 0 && (
        <ul className={css.expressions} aria-label="What decided it">
          {data.expressions.map((expression, place) => (
            <li key={place}>
              <Expression of={expression} />
            </li>
          ))}
        </ul>
      )}
      {data?.isWhole === false && <small>There were more than are shown.</small>}
      <Masked value={data} />
    </Part>
  );
}

type Explained = components['schemas']['ExplainedExpression'];

function Expression({ of: { path, source, step, seen, data, error } }: { readonly of: Explained }) {
  return (
    <>
      <small>
        {step ?? 'the saga'} · <code>{path}</code>
      </small>
      <code className={css.source}>{source}</code>
      <span>
        {error === null ? (
          <>
            gave <code>{data}</code>
          </>
        ) : (
          `could not be evaluated: ${error.message}`
        )}
      </span>
      {seen.length > 0 && (
        <ul className={css.seen} aria-label={`What ${path} saw`}>
          {seen.map(({ text, data: value }, place) => (
            <li key={place}>
              <code>{value === null ? `${text} is missing` : `${text} = ${value}`}</code>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
