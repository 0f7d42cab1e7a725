import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { Link, useLocation, useParams } from 'wouter';
import { AsSent } from '../../../acting/as-sent';
import { isUnknown, useActKey } from '../../../acting/use-act-key';
import { api, dataOf } from '../../../api/client';
import { useWhyNot } from '../../../api/me';
import { ApiProblem } from '../../../api/problem';
import button from '../../../parts/button.module.css';
import { Card } from '../../../parts/card';
import { Field } from '../../../parts/field';
import { PageHead } from '../../../parts/page-head';
import { SchemaForm } from '../../../parts/schema-form/schema-form';
import { useSchemaForm } from '../../../parts/schema-form/use-schema-form';
import { Failed, Waiting } from '../../../parts/states';
import type { JsonValue } from '#protocol';
import { useDefinition, versionIn, type Definition } from '../use-definition';
import css from './start.module.css';

const KEY_CHARS_MAX = 256;
const ONCE_CHARS_MAX = 128;

/** A form that starts a saga. */
export default function StartSaga() {
  const { name = '', version } = useParams<{ name: string; version: string }>();
  const definition = useDefinition(name, versionIn(version));
  const above = (
    <>
      <Link href="/definitions">Definitions</Link> /{' '}
      <Link href={`/definitions/${name}/${version}`}>
        {name} v{version}
      </Link>
    </>
  );
  return (
    <>
      <PageHead title="Start a saga" above={above} />
      {definition.isPending && <Waiting />}
      {definition.isLoadingError && (
        <Failed error={definition.error} onRetry={() => void definition.refetch()} />
      )}
      {definition.data !== undefined && <StartForm definition={definition.data} />}
    </>
  );
}

function StartForm({ definition }: { readonly definition: Definition }) {
  const { name, version, document } = definition;
  const form = useSchemaForm(document.inputSchema ?? null);
  const [key, setKey] = useState('');
  const [ownOnce, setOnce] = useState('');
  const starting = useStart(definition, { key, ownOnce });
  const whyNot = useWhyNot('startSaga');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (whyNot !== null || starting.isPending) return;
    const taken = form.take();
    if (taken.isRight) starting.mutate(taken.value);
  };
  const { error } = starting;
  const isSent = isUnknown(error);
  const again = (): void => {
    if (isSent && starting.variables !== undefined) starting.mutate(starting.variables);
    else starting.reset();
  };
  const refused = error instanceof ApiProblem ? inputFaults(error) : [];
  return (
    <Card title={`${name} v${version}`} aside={document.description}>
      <form className={css.form} onSubmit={submit} noValidate>
        <AsSent isSent={isSent}>
          <SchemaForm form={form} label="Input" refused={refused} />
          <Field label="Key" hint="By which the saga is found again, such as the order's number.">
            <input
              value={key}
              maxLength={KEY_CHARS_MAX}
              onChange={({ target }) => setKey(target.value)}
            />
          </Field>
          <OnceField value={ownOnce} onChange={setOnce} />
        </AsSent>
        {error !== null && <Failed error={error} onRetry={again} />}
        <div>
          <button
            type="submit"
            className={`${button.button} ${button.main}`}
            aria-disabled={whyNot !== null || starting.isPending}
            title={whyNot ?? undefined}
          >
            Start the saga
          </button>
        </div>
        {whyNot !== null && <small>{whyNot}</small>}
      </form>
    </Card>
  );
}

/** Starts it once, however often it is sent; then leads to it. `ownOnce` empty: a key of ours. */
function useStart(
  { name, version }: Definition,
  { key, ownOnce }: { readonly key: string; readonly ownOnce: string },
) {
  const [, navigate] = useLocation();
  const once = useActKey<() => Promise<{ readonly id: string }>>();
  const sending = (input: JsonValue) => {
    const header = { 'Idempotency-Key': ownOnce === '' ? once.current() : ownOnce };
    const body = { definition: name, version, input: input as never };
    const withKey = key === '' ? body : { ...body, key };
    return () => dataOf(api.POST('/v1/sagas', { params: { header }, body: withKey }));
  };
  return useMutation({
    // while its answer is missing, the very same is sent again
    mutationFn: (input: JsonValue) => once.once(() => sending(input))(),
    onSuccess: ({ id }) => navigate(`/sagas/${id}`),
    onError: (error) => {
      // a key that somebody chose was used for another start: they choose another one
      if (!isUnknown(error)) once.renew();
    },
  });
}

function OnceField(props: { readonly value: string; readonly onChange: (value: string) => void }) {
  return (
    <details>
      <summary>So that it starts only once</summary>
      <Field
        label="Idempotency-Key"
        hint="The same one with the same input starts no second saga. Empty: one of its own."
      >
        <input
          value={props.value}
          maxLength={ONCE_CHARS_MAX}
          onChange={({ target }) => props.onChange(target.value)}
        />
      </Field>
    </details>
  );
}

/** Where the API says that the input is wrong, without the part that says that it is the input. */
function inputFaults({ problem }: ApiProblem) {
  return (problem?.errors ?? [])
    .filter(({ path }) => path.startsWith('/input'))
    .map(({ path, message }) => ({ path: path.slice('/input'.length), message }));
}
