import { useQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { Link } from 'wouter';
import type { JsonObject } from '#protocol';
import { apiUrl } from '../../../api/place';
import button from '../../../parts/button.module.css';
import { Card } from '../../../parts/card';
import { PageHead } from '../../../parts/page-head';
import { Failed } from '../../../parts/states';
import { CodeEditor, type Leads } from './code-editor';
import { DraftGraph } from './draft-graph';
import css from './editor.module.css';
import { FaultList } from './fault-list';
import { Post } from './post';
import type { StepPlace } from './step-places';
import TextDifference from './text-difference';
import { useFaults } from './use-faults';

interface DraftProps {
  /** Whose next version it is; null: it is a new definition. */
  readonly name: string | null;
  readonly initial: string;
}

/** A document that is being written, what is wrong with it, and what it would do. */
export function Draft({ name, initial }: DraftProps) {
  const [text, setText] = useState(initial);
  const [isCompared, compare] = useState(false);
  const [place, setPlace] = useState<StepPlace | null>(null);
  const leads = useRef<Leads | null>(null);
  const onReady = useCallback((ready: Leads) => {
    leads.current = ready;
  }, []);
  const onPlace = useCallback((next: StepPlace | null) => {
    setPlace((before) => (isSame(before, next) ? before : next));
  }, []);
  const schema = useDefinitionSchema();
  const { checked, report, document } = useFaults(text);
  const faults = checked?.faults ?? NONE;
  const failed = schema.isError ? schema : report.isError ? report : null;
  return (
    <>
      <PageHead
        title={name === null ? 'New definition' : `Next version of ${name}`}
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
      <div className={css.draft}>
        <div className={css.written}>
          {schema.data !== undefined && (
            <CodeEditor
              {...{ initial, faults, onReady, onPlace, schema: schema.data, onChange: setText }}
              label="Document of the definition"
            />
          )}
        </div>
        <FaultList
          faults={faults}
          isRight={document !== null}
          onLead={(fault) => leads.current?.toFault(fault)}
        >
          {failed && <Failed error={failed.error} onRetry={() => void failed.refetch()} />}
        </FaultList>
        <DraftGraph {...{ checked, place }} onChoose={(step) => leads.current?.toStep(step)} />
      </div>
      {isCompared && <Changed before={initial} after={text} />}
    </>
  );
}

const NONE = [] as const;

/** It stands below all that is looked at, and was asked for: it comes into view. */
function Changed({ before, after }: { readonly before: string; readonly after: string }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    place.current?.scrollIntoView({ block: 'nearest' });
  }, []);
  return (
    <div ref={place}>
      <Card title="What I changed">
        <TextDifference {...{ before, after }} label="What I changed" />
      </Card>
    </div>
  );
}

function isSame(one: StepPlace | null, other: StepPlace | null): boolean {
  return one?.step === other?.step && one?.side === other?.side;
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
