import type { ActGiven } from '../../../acting/as-text/copy-act';
import type { Caller } from '../../../acting/as-text/curl-of-call';
import { TakeBack } from '../../../acting/back/take-back';
import { OpenSagas } from '../../../acting/open-sagas';
import { ReasonedAct } from '../../../acting/reasoned-act';
import { useWhyNot } from '../../../api/me';
import type { components } from '../../../api/schema';

type Listed = Pick<components['schemas']['DefinitionVersion'], 'name' | 'version' | 'retiredAt'>;
type Verb = 'retire' | 'unretire';

const READS = ['getDefinition', 'getDefinitionVersion', 'listDefinitions'] as const;
const TELLS: Readonly<Record<Verb, string>> = {
  retire: 'No new saga starts with it; those that are open go on.',
  unretire: 'Sagas may start with it again. Starts without a version take the newest one.',
};

/** Ends or allows starts with a version. */
export function RetireAct({ of: listed }: { readonly of: Listed }) {
  const [verb, opposite] = VERBS[listed.retiredAt === null ? 'open' : 'retired'];
  const name = nameOf(verb, listed);
  const of = { definition: listed.name, version: String(listed.version) };
  return (
    <ReasonedAct
      name={name}
      why={useWhyNot(operationOf(verb))}
      tells={
        <>
          <p>{TELLS[verb]}</p>
          {verb === 'retire' && <OpenSagas of={of} says="which go on with it." />}
        </>
      }
      back={(_, { reason }) => (
        <TakeBack
          {...{ done: name, reason }}
          by={operationOf(opposite)}
          tells={TELLS[opposite]}
          {...doing(opposite, listed)}
          reads={READS}
        />
      )}
      {...doing(verb, listed)}
      reads={READS}
    />
  );
}

const VERBS = { open: ['retire', 'unretire'], retired: ['unretire', 'retire'] } as const;

function nameOf(verb: Verb, { version }: Listed): string {
  return verb === 'retire' ? `Retire v${version}` : `Allow v${version} again`;
}

function operationOf(verb: Verb): string {
  return `${verb}DefinitionVersion`;
}

function doing(verb: Verb, { name, version }: Listed) {
  return {
    call: (client: Caller, { reason, idempotencyKey }: ActGiven) =>
      client.POST(`/v1/definitions/{name}/versions/{version}/${verb}`, {
        params: { path: { name, version }, header: { 'Idempotency-Key': idempotencyKey } },
        body: { reason },
      }),
    cli: () => ({ words: ['definition', verb, name, String(version)] }),
  };
}
