import { useLocation } from 'wouter';
import { ReasonedAct } from '../../../acting/reasoned-act';
import { api, dataOf } from '../../../api/client';
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
      tells="It becomes the newest version, with which sagas start from then on."
      run={async ({ reason, idempotencyKey }) => {
        const params = { query: { reason }, header: { 'Idempotency-Key': idempotencyKey } };
        const body = document as never;
        const posted = await dataOf(api.POST('/v1/definitions', { params, body }));
        if ('version' in posted) navigate(`/definitions/${posted.name}/${posted.version}`);
        return posted;
      }}
      reads={['listDefinitions', 'getDefinition']}
    />
  );
}
