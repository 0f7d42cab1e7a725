import { useLocation } from 'wouter';
import { ReasonedAct } from '../../../acting/reasoned-act';
import { useWhyNot } from '../../../api/me';

/** Posts a draft. `document` null: it may not be posted as it is. */
export function Post({ document }: { readonly document: unknown }) {
  const [, navigate] = useLocation();
  const whyNot = useWhyNot('postDefinition');
  const why = whyNot ?? (document === null ? 'What is wrong is listed below.' : null);
  return (
    <ReasonedAct
      name="Post"
      isMain
      why={why}
      back="It cannot be taken back: a version stays. It can be retired."
      tells="It becomes the newest version, with which sagas start from then on."
      call={(client, { reason, idempotencyKey }) => {
        const params = { query: { reason }, header: { 'Idempotency-Key': idempotencyKey } };
        return client.POST('/v1/definitions', { params, body: document as never });
      }}
      cli={() => ({ words: ['definition', 'apply', '-'], stdin: JSON.stringify(document) })}
      onDone={({ name, version }) => navigate(`/definitions/${name}/${version}`)}
      reads={['listDefinitions', 'getDefinition']}
    />
  );
}
