import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { isObject, type JsonValue } from '#protocol';
import { api, dataOf } from '../api/client';
import { differencesOf } from '../parts/difference';
import { Differences } from '../parts/differences';
import { SchemaForm } from '../parts/schema-form/schema-form';
import { useSchemaForm } from '../parts/schema-form/use-schema-form';
import { Waiting } from '../parts/states';
import type { Additions } from './acts';

/** The preview is asked again once somebody stops typing for this long. */
const TYPED_MS = 400;

interface PayloadFormProps {
  readonly name: 'input' | 'output';
  readonly step: string;
  /** What was sent before; undefined: it is not known. */
  readonly old: unknown;
  /** Whose input it is; null: it is not known. */
  readonly command: string | null;
  readonly onChange: (additions: Additions | null) => void;
}

/** By the fields that the participant described, or as JSON where it described none. */
export default function PayloadForm(props: PayloadFormProps) {
  const schema = useDescribed(props.command);
  return schema === undefined ? <Waiting /> : <Payload {...props} schema={schema} />;
}

function Payload(props: PayloadFormProps & { readonly schema: JsonValue }) {
  const { name, step, old, schema, onChange } = props;
  const form = useSchemaForm(schema, { value: (old ?? {}) as JsonValue, isChecked: true });
  const { given } = form;
  useAdditions({ name, given, old, onChange });
  return (
    <>
      <SchemaForm form={form} label={name === 'input' ? `Input of ${step}` : `Output of ${step}`} />
      <small>{HINTS[name]}</small>
      {name === 'input' && isObject(given) && <Changes old={old} value={given} />}
      {given !== undefined && !isObject(given) && (
        <small role="alert">It has to be a JSON object: {'{ … }'}.</small>
      )}
    </>
  );
}

const HINTS = {
  input: 'It is sent under a new key; the old one is fenced first.',
  output: 'The saga goes on as if the step had given this.',
};

function Changes({ old, value }: { readonly old: unknown; readonly value: unknown }) {
  const differences = differencesOf(old, value);
  if (differences.length === 0) return <small>Nothing differs from what was sent before.</small>;
  return <Differences of={differences} label="What differs from what was sent before" />;
}

/** The schema of a command's input; null: none is known. undefined: it is still looked for. */
function useDescribed(command: string | null): JsonValue | undefined {
  const [participant = ''] = command?.split('.') ?? [];
  const described = useQuery({
    queryKey: ['getParticipant', participant, 'described'],
    queryFn: ({ signal }) => {
      const params = { path: { name: participant } };
      return dataOf(api.GET('/v1/admin/participants/{name}', { params, signal }));
    },
    enabled: command !== null,
    // without it the input is written as JSON
    retry: false,
  });
  if (command === null || described.isError) return null;
  if (described.isPending) return undefined;
  const known = described.data.commands?.find((each) => each.command === command);
  return (known?.inputSchema ?? null) as JsonValue;
}

interface Given {
  readonly name: 'input' | 'output';
  /** undefined: it is no JSON. */
  readonly given: JsonValue | undefined;
  readonly old: unknown;
  readonly onChange: PayloadFormProps['onChange'];
}

/** Tells what is given, a moment after the last change. */
function useAdditions({ name, given, old, onChange }: Given): void {
  useEffect(() => {
    // what was sent before is no other input: it goes out under its old key
    if (name === 'input' && differencesOf(old, given).length === 0) return onChange({});
    onChange(null);
    if (given === undefined || !isObject(given)) return undefined;
    const timer = setTimeout(() => onChange({ [name]: given }), TYPED_MS);
    return () => clearTimeout(timer);
  }, [name, given, old, onChange]);
}
