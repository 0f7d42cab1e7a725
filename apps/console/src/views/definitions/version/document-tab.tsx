import { lazy, Suspense } from 'react';
import { useLocation, useSearch } from 'wouter';
import { Card } from '../../../parts/card';
import { CopyButton } from '../../../parts/copy-button';
import { Field } from '../../../parts/field';
import { Failed, Waiting } from '../../../parts/states';
import { useVersions } from '../use-versions';
import { useDefinition, versionIn, type Definition } from '../use-definition';
import { documentChanges, stepChanges } from '../changes';
import css from './version.module.css';

const TextDifference = lazy(() => import('../editor/text-difference'));

/** The document as it was posted, and how it differs from that of another version. */
export function DocumentTab({ definition }: { readonly definition: Definition }) {
  const { name, version, document } = definition;
  const other = versionIn(new URLSearchParams(useSearch()).get('with') ?? undefined);
  const [, navigate] = useLocation();
  const versions = useVersions(name);
  const text = JSON.stringify(document, null, 2);
  const place = `/definitions/${name}/${version}?tab=document`;
  const others = (versions.data ?? []).filter((each) => each.version !== version);
  return (
    <Card title="Document" aside={<CopyButton name="Copy" text={() => text} />}>
      <div className={css.pad}>
        {others.length > 0 && (
          <Field label="Compare with">
            <select
              value={other ?? ''}
              onChange={({ target }) =>
                navigate(target.value === '' ? place : `${place}&with=${target.value}`)
              }
            >
              <option value="">no other version</option>
              {others.map((each) => (
                <option key={each.version} value={each.version}>
                  v{each.version}
                </option>
              ))}
            </select>
          </Field>
        )}
        {other === null ? (
          <Text before={text} after={text} label={`${name} v${version}`} />
        ) : (
          <Difference definition={definition} other={other} />
        )}
      </div>
    </Card>
  );
}

function Difference({ definition, other }: { definition: Definition; other: number }) {
  const { name, version, document } = definition;
  const compared = useDefinition(name, other);
  if (compared.isPending) return <Waiting />;
  if (compared.isLoadingError) {
    return <Failed error={compared.error} onRetry={() => void compared.refetch()} />;
  }
  const steps = stepChanges(compared.data.document, document);
  const fields = documentChanges(compared.data.document, document);
  const json = (value: unknown): string => JSON.stringify(value, null, 2);
  return (
    <>
      <ul aria-label={`What differs from v${other}`}>
        {steps.map(({ step, how, fields: ofStep }) => (
          <li key={step}>
            <span className={how === 'changed' ? undefined : css[how]}>{how}</span> step{' '}
            <b>{step}</b>
            {ofStep.length > 0 && `: ${ofStep.join(', ')}`}
          </li>
        ))}
        {fields.length > 0 && <li>changed: {fields.join(', ')}</li>}
        {steps.length + fields.length === 0 && <li>Nothing differs.</li>}
      </ul>
      <Text
        before={json(compared.data.document)}
        after={json(document)}
        label={`From v${other} to v${version}`}
      />
    </>
  );
}

function Text(props: { readonly before: string; readonly after: string; readonly label: string }) {
  return (
    <Suspense fallback={<Waiting />}>
      <TextDifference {...props} />
    </Suspense>
  );
}
