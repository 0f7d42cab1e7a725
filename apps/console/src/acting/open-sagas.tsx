import { useQuery } from '@tanstack/react-query';
import { api, dataOf } from '../api/client';
import type { operations } from '../api/schema';
import { numberText } from '../parts/text/number-text';

type Filter = NonNullable<operations['countSagas']['parameters']['query']>;

interface OpenSagasProps {
  /** Which of them. */
  readonly of: Pick<Filter, 'definition' | 'version' | 'step' | 'participant' | 'failure'>;
  /** Whether sagas that are being undone are among them; left out: they are. */
  readonly isOfUndos?: boolean;
  /** What becomes of them. */
  readonly says: string;
}

const FORWARD = 'running,stuck';
const OPEN = `${FORWARD},compensating`;

/** How many open sagas an act is about, before it is done. */
export function OpenSagas({ of, isOfUndos = true, says }: OpenSagasProps) {
  const status = isOfUndos ? OPEN : FORWARD;
  const counted = useQuery({
    queryKey: ['countSagas', of, status],
    queryFn: ({ signal }) => {
      const params = { query: { ...of, status } };
      return dataOf(api.GET('/v1/sagas/count', { params, signal }));
    },
    gcTime: 0,
  });
  if (counted.isError) return <p role="status">{counted.error.message}</p>;
  if (counted.isPending) return <p role="status">Counting open sagas …</p>;
  const { count, isExact } = counted.data;
  return (
    <p role="status">
      Open now: {!isExact && 'at least '}
      <b>{numberText(count)}</b> {count === 1 ? 'saga' : 'sagas'}, {says}
    </p>
  );
}
