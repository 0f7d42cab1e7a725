import { useParams } from 'wouter';
import { PageHead } from '../../../parts/page-head';
import { Failed, Waiting } from '../../../parts/states';
import { useDefinition, versionIn } from '../use-definition';
import { Draft } from './draft';

const FIRST = {
  name: 'my-saga',
  steps: [{ name: 'first', command: 'participant.command', compensation: 'participant.undo' }],
};

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
    return (
      <>
        <PageHead title={`Next version of ${name}`} />
        <Failed error={definition.error} onRetry={() => void definition.refetch()} />
      </>
    );
  }
  return <Draft name={name} initial={textOf(definition.data.document)} />;
}

function textOf(document: unknown): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}
