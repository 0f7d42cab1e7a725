import { Link } from 'wouter';
import { Card } from '../../parts/card';
import { PauseTable } from '../pauses/pause-table';
import type { Pause } from '../pauses/scope-text';

/** The pauses of a participant that go on. */
export function ParticipantPauses({ pauses }: { readonly pauses: readonly Pause[] }) {
  if (pauses.length === 0) return null;
  return (
    <Card title="It is paused" aside={<Link href="/pauses">all pauses</Link>}>
      <PauseTable pauses={pauses} />
    </Card>
  );
}
