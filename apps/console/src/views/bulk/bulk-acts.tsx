import type { ActAsText, ActGiven } from '../../acting/as-text/copy-act';
import { ReasonedAct } from '../../acting/reasoned-act';
import { TakeBack } from '../../acting/back/take-back';
import { useWhyNot } from '../../api/me';
import type { components } from '../../api/schema';

const READS = ['getBulk', 'listBulks', 'listBulkResults'] as const;
const TELLS = {
  pause: 'No further saga is acted on until it is resumed. What is under way goes on.',
  resume: 'It goes on where it was.',
} as const;
type Verb = 'pause' | 'resume' | 'stop';

/** Pause, resume and stop it, until it has ended. */
export function BulkActs({ bulk }: { readonly bulk: components['schemas']['Bulk'] }) {
  const mayNot = useWhyNot('stopBulk');
  if (bulk.endedAt !== null) return null;
  const doing = (verb: Verb) => {
    const call: ActAsText['call'] = (client, { reason, idempotencyKey }) => {
      const params = { path: { id: bulk.id }, header: { 'Idempotency-Key': idempotencyKey } };
      return client.POST(`/v1/admin/bulk/{id}/${verb}`, { params, body: { reason } });
    };
    return { call, cli: () => ({ words: ['bulk', verb, bulk.id] }) };
  };
  const common = { why: mayNot, reads: READS };
  const back = (verb: 'pause' | 'resume', done: string, tells: string) => {
    return (_: unknown, { reason }: ActGiven) => (
      <TakeBack {...doing(verb)} {...{ done, reason, tells }} by="stopBulk" reads={READS} />
    );
  };
  return (
    <>
      {bulk.status === 'paused' ? (
        <ReasonedAct
          {...common}
          name="Resume"
          tells={TELLS.resume}
          isMain
          back={back('pause', 'Resume', TELLS.pause)}
          {...doing('resume')}
        />
      ) : (
        <ReasonedAct
          {...common}
          name="Pause"
          tells={TELLS.pause}
          back={back('resume', 'Pause', TELLS.resume)}
          {...doing('pause')}
        />
      )}
      <ReasonedAct
        {...common}
        name="Stop"
        back="It cannot be taken back: what is left of it needs another bulk."
        tells="It ends here, for good: the sagas that it did not come to are left alone."
        {...doing('stop')}
      />
    </>
  );
}
