import { Link, useParams, useSearch } from 'wouter';
import button from '../../../parts/button.module.css';
import { Tabs } from '../../../parts/lists/tabs';
import { PageHead } from '../../../parts/page-head';
import { Failed, Waiting } from '../../../parts/states';
import { useDefinition, versionIn, type Definition } from '../use-definition';
import { DocumentTab } from './document-tab';
import { LiveTab } from './live-tab';
import { MatrixTab } from './matrix/matrix-tab';
import { VersionsTab } from './versions-tab';

const TABS = [
  { id: 'live', name: 'Where its sagas are', shows: LiveTab },
  { id: 'failures', name: 'What if a step fails', shows: MatrixTab },
  { id: 'document', name: 'Document', shows: DocumentTab },
  { id: 'versions', name: 'Versions', shows: VersionsTab },
] as const;

/** A version of a definition; without one in the address, the newest. */
export default function Version() {
  const { name = '', version } = useParams<{ name: string; version?: string }>();
  const definition = useDefinition(name, versionIn(version));
  if (definition.isPending || definition.isLoadingError) {
    return (
      <>
        <PageHead title={name} above={<Link href="/definitions">Definitions</Link>} />
        {definition.isPending ? (
          <Waiting />
        ) : (
          <Failed error={definition.error} onRetry={() => void definition.refetch()} />
        )}
      </>
    );
  }
  return <Shown definition={definition.data} />;
}

function Shown({ definition }: { readonly definition: Definition }) {
  const { name, version, document, retiredAt } = definition;
  const chosen = new URLSearchParams(useSearch()).get('tab');
  const { id, shows: Tab } = TABS.find((tab) => tab.id === chosen) ?? TABS[0];
  const place = `/definitions/${name}/${version}`;
  return (
    <>
      <PageHead
        title={`${name} v${version}${retiredAt === null ? '' : ', retired'}`}
        above={<Link href="/definitions">Definitions</Link>}
        says={document.description}
        acts={
          <>
            {retiredAt === null && (
              <Link href={`${place}/start`} className={`${button.button} ${button.main}`}>
                Start a saga…
              </Link>
            )}
            <Link href={`${place}/edit`} className={button.button}>
              Edit…
            </Link>
          </>
        }
      />
      <Tabs
        label={`About ${name}`}
        tabs={TABS.map((tab) => ({
          name: tab.name,
          href: `${place}?tab=${tab.id}`,
          isHere: tab.id === id,
        }))}
      />
      <Tab definition={definition} />
    </>
  );
}
