import { useEffect, useMemo } from 'react';
import { Card } from '../../../parts/card';
import { Failed, Waiting } from '../../../parts/states';
import { useParam } from '../../../url/use-param';
import { keyOf } from '../history/happening';
import type { History } from '../history/use-history';
import type { Saga } from '../use-saga';
import { EventList } from './event-list';
import { EventPanel } from './event-panel';
import { linesOf } from './lines';
import css from './events.module.css';
import { numberText } from '../../../parts/text/number-text';

interface EventsProps {
  readonly saga: Saga;
  readonly history: History;
}

/** What happened, line by line; of the chosen one everything. */
export function Events({ saga, history }: EventsProps) {
  const { value: chosen, set } = useParam('event');
  const { happenings, error, isPending, hasMore, mayReadOn, readMore } = history;
  const startedAt = Date.parse(saga.startedAt);
  const lines = useMemo(() => linesOf(happenings, startedAt), [happenings, startedAt]);
  const place = useMemo(
    () => happenings.findIndex((happening) => keyOf(happening) === chosen),
    [happenings, chosen],
  );
  const isSought = chosen !== null && place === -1 && hasMore;
  useEffect(() => {
    // a link leads to an event that has not been read yet
    if (isSought && mayReadOn) readMore();
  }, [isSought, mayReadOn, readMore]);
  const read = happenings.filter(({ version }) => version !== null).length;
  return (
    <Card title="What happened" aside={`${numberText(read)} of ${saga.version} events`}>
      {isPending && <Waiting />}
      {error !== null && <Failed error={error} onRetry={history.readAgain} />}
      <div className={css.columns} data-open={place !== -1}>
        <EventList lines={lines} startedAt={startedAt} {...{ chosen, history }} onChoose={set} />
        {place !== -1 && (
          <EventPanel
            key={chosen}
            sagaId={saga.id}
            {...{ happenings, place }}
            onClose={() => set(null)}
          />
        )}
        {isSought && error === null && <Waiting />}
      </div>
    </Card>
  );
}
