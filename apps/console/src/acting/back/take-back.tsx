import type { ReactNode } from 'react';
import type { ActAsText } from '../as-text/copy-act';
import { ReasonedAct } from '../reasoned-act';
import { takenBack } from '../usual-reason';
import { useWhyNot } from '../../api/me';

interface TakeBackProps<Data> extends ActAsText<Data> {
  /** What was done: `Pause payment`. */
  readonly done: string;
  /** Why it was done. */
  readonly reason: string;
  /** The operation of the API that takes it back. */
  readonly by: Parameters<typeof useWhyNot>[0];
  /** What is then, in a sentence. */
  readonly tells: ReactNode;
  /** Names of the queries that are read again after it. */
  readonly reads: readonly string[];
}

/** Takes back what was just done, by the act of the API that does the opposite. */
export function TakeBack<Data>({ done, reason, by, ...act }: TakeBackProps<Data>) {
  const why = useWhyNot(by);
  return (
    <ReasonedAct<Data>
      {...act}
      name="Take it back"
      label={`Take it back: ${done}`}
      keys="u"
      why={why}
      reason={takenBack(reason)}
      back={{ of: done }}
    />
  );
}
