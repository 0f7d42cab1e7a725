import { useLook } from '../look/look';
import { agoText, bothTexts, fullText } from './text/time-text';
import { useNow } from './now';

interface WhenProps {
  readonly at: string;
  /** In full, in the zone that was chosen, and not how long ago. */
  readonly isFull?: boolean;
}

/**
 * An instant: how long ago, and in full under the pointer, in UTC and local time. It ticks, also
 * within what is read out as it changes: that is nothing to be read out.
 */
export function When({ at, isFull = false }: WhenProps) {
  const now = useNow();
  const { times } = useLook();
  const ms = Date.parse(at);
  return (
    <time aria-live="off" dateTime={at} title={bothTexts(ms, times)}>
      {isFull ? fullText(ms, times) : agoText(ms, now)}
    </time>
  );
}
