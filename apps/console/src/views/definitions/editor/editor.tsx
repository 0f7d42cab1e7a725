import { useQuery } from '@tanstack/react-query';
import { useCallback, useRef, useState } from 'react';
import { Link, useLocation, useParams } from 'wouter';
import type { JsonObject } from '#protocol';
import { ReasonedAct } from '../../../acting/reasoned-act';
import { api, dataOf } from '../../../api/client';
import { useWhyNot } from '../../../api/me';
import { apiUrl } from '../../../api/place';
import button from '../../../parts/button.module.css';
import { Card } from '../../../parts/card';
import { PageHead } from '../../../parts/page-head';
import { Failed, Waiting } from '../../../parts/states';
import { useDefinition, versionIn } from '../use-definition';
import { CodeEditor, type TextFault } from './code-editor';
import css from './editor.module.css';
import TextDifference from './text-difference';
import { useFaults } from './use-faults';

const FIRST = { name: 'my-saga', steps: [{ name: 'first', command: 'participant.command' }] };

/** Writes a definition: a new one, or the next version of one. */
export default function Editor() {
  const { name, version } = useParams<{ name?: string; version?: string }>();
  if (name === undefined) return <Draft name={null} initial={textOf(FIRST)} />;
  return <NextVersion name={name} version={versionIn(version)} />;
}

function NextVersion({ name, version }: { name: string; version: number | null }) {
  const definition = useDefinition(name, version);
  if (definition.isPending) return <Waiting />;
  if (definition.isLoadingError) {
    return <Failed error={definition.error} onRetry={() => void definition.refetch()} />;
  }
  return <Draft name={name} initial={textOf(definition.data.document)} />;
}

function Draft({ name, initial }: { readonly name: string | null; readonly initial: string }) {
  const [text, setText] = useState(initial);
  const [isCompared, compare] = useState(false);
  const lead = useRef<(fault: TextFault) => void>(() => undefined);
  const onReady = useCallback((leads: (fault: TextFault) => void) => {
    lead.current = leads;
  }, []);
  const schema = useDefinitionSchema();
  const { faults, report, document } = useFaults(text);
  const label = name === null ? 'New definition' : `Next version of ${name}`;
  return (
    <>
      <PageHead
        title={label}
        above={<Link href="/definitions">Definitions</Link>}
        acts={
          <>
            <button
              type="button"
              className={button.button}
              aria-pressed={isCompared}
              onClick={() => compare(!isCompared)}
            >
              What I changed
            </button>
            <Post document={document} />
          </>
        }
      />
      {schema.isError && <Failed error={schema.error} onRetry={() => void schema.refetch()} />}
      {report.isError && <Failed error={report.error} onRetry={() => void report.refetch()} />}
      <Faults faults={faults} isRight={document !== null} onLead={(fault) => lead.current(fault)} />
      {schema.data !== undefined && (
        <CodeEditor
          {...{ initial, faults, onReady, schema: schema.data, onChange: setText }}
          label="Document of the definition"
        />
      )}
      {isCompared && (
        <Card title="What I changed">
          <TextDifference before={initial} after={text} label="What I changed" />
        </Card>
      )}
    </>
  );
}

function useDefinitionSchema() {
  return useQuery({
    queryKey: ['definitionSchema'],
    queryFn: async ({ signal }): Promise<JsonObject> => {
      const answer = await fetch(apiUrl('/schemas/definition.json'), { signal });
      if (!answer.ok) throw new Error(`The schema of definitions is not there: ${answer.status}.`);
      return answer.json();
    },
    staleTime: Infinity,
  });
}

/** `document` null: it may not be posted as it is. */
function Post({ document }: { readonly document: unknown }) {
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

function Faults(props: {
  readonly faults: readonly TextFault[];
  readonly isRight: boolean;
  readonly onLead: (fault: TextFault) => void;
}) {
  const { faults, isRight, onLead } = props;
  return (
    <div role="status" className={css.faults}>
      {faults.length === 0 && <p>{isRight ? 'Nothing is wrong with it.' : 'Checking …'}</p>}
      <ul aria-label="What is wrong">
        {faults.map((fault, place) => (
          <li key={place} data-severity={fault.severity}>
            <button type="button" onClick={() => onLead(fault)}>
              {fault.severity === 'error' ? '▲ ' : '! '}
              <code>{fault.path ?? ''}</code> {fault.message}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

function textOf(document: unknown): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}
