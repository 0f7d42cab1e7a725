import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import type { JsonValue } from '#protocol';
import { AsSent } from '../../acting/as-sent';
import { isUnknown, useActKey } from '../../acting/use-act-key';
import { api } from '../../api/client';
import { useWhyNot } from '../../api/me';
import { ApiProblem } from '../../api/problem';
import button from '../../parts/button.module.css';
import { SchemaForm } from '../../parts/schema-form/schema-form';
import { useSchemaForm } from '../../parts/schema-form/use-schema-form';
import { Failed } from '../../parts/states';
import css from './task-page.module.css';

interface AnswerFormProps {
  readonly sagaId: string;
  readonly signal: string;
  /** Of the payload; null: anything fits. */
  readonly schema: unknown;
}

/** Gives the saga its signal, once, with a payload that fits. */
export function AnswerForm({ sagaId, signal, schema }: AnswerFormProps) {
  const form = useSchemaForm(schema);
  const answering = useAnswering(sagaId, signal);
  const whyNot = useWhyNot('signalSaga');
  const { error } = answering;
  const isSent = isUnknown(error);
  const refused = faultsIn(error);
  const again = (): void => {
    if (isSent && answering.variables !== undefined) answering.mutate(answering.variables);
    else answering.reset();
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (whyNot !== null || answering.isPending) return;
    const taken = form.take();
    if (taken.isRight) answering.mutate(taken.value);
  };
  return (
    <form className={css.answer} onSubmit={submit}>
      <AsSent isSent={isSent}>
        <SchemaForm form={form} label="Your answer" refused={refused} />
      </AsSent>
      {error !== null && refused.length === 0 && <Failed error={error} onRetry={again} />}
      <div>
        <button
          type="submit"
          className={`${button.button} ${button.main}`}
          aria-disabled={whyNot !== null || answering.isPending}
          title={whyNot ?? undefined}
        >
          Answer
        </button>
      </div>
      {whyNot !== null && <small>{whyNot}</small>}
    </form>
  );
}

function useAnswering(sagaId: string, signal: string) {
  const queries = useQueryClient();
  const key = useActKey<() => Promise<unknown>>();
  const sending = (body: JsonValue) => {
    const path = { id: sagaId, name: signal };
    const params = { path, header: { 'Idempotency-Key': key.current() } };
    return () => api.POST('/v1/sagas/{id}/signals/{name}', { params, body });
  };
  return useMutation({
    // while its answer is missing, the very same is sent again
    mutationFn: (body: JsonValue) => key.once(() => sending(body))(),
    onSuccess: () => {
      // a step may ask again, and people may think better of it
      key.renew();
      for (const name of ['getSaga', 'listSagas']) {
        void queries.invalidateQueries({ queryKey: [name] });
      }
    },
    onError: key.onError,
  });
}

function faultsIn(error: Error | null) {
  return (error instanceof ApiProblem ? error.problem?.errors : null) ?? [];
}
