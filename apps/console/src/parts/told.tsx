import { useLook } from '../look/look';
import { agoText, bothTexts, briefText, clockText, toldParts, wholeText } from './text/time-text';
import { useNow } from './now';

/** A sentence of the API, with its instants as people read them. */
export function Told({ text }: { readonly text: string }) {
  return (
    <>
      {toldParts(text).map(({ words, isInstant }, at) =>
        isInstant ? <Moment key={`${at} ${words}`} at={words} /> : words,
      )}
    </>
  );
}

/** An instant within a sentence: `03:12:07 UTC (2 min ago)`; in full under the pointer. */
export function Moment({ at }: { readonly at: string }) {
  const now = useNow();
  const { times } = useLook();
  const ms = Date.parse(at);
  return (
    <time aria-live="off" dateTime={at} title={bothTexts(ms, times)}>
      {clockText(ms, now, times)} ({agoText(ms, now)})
    </time>
  );
}

/** The same in a row of a list, where its last word is cut first; all of it under the pointer. */
export function Brief({ text }: { readonly text: string }) {
  const now = useNow();
  const { times } = useLook();
  return <span title={wholeText(text, times)}>{briefText(text, now, times)}</span>;
}
