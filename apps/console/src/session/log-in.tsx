import { useQuery } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { api, dataOf } from '../api/client';
import { apiUrl } from '../api/place';
import { ApiProblem } from '../api/problem';
import type { components } from '../api/schema';
import button from '../parts/button.module.css';
import { Field } from '../parts/field';
import css from './log-in.module.css';
import { loginFailure, type LoginFailure } from './login-failure';
import { session } from './session';

const ANSWER_MAX_MS = 10_000;
const NO_ANSWER = 'The conductor does not answer. Try again.';

interface LogInProps {
  /** The page below stays: whoever goes to the provider goes there in another tab. */
  readonly isAbovePage?: boolean;
}

/** Asks for a key, or leads to the provider and back to this page. */
export function LogIn({ isAbovePage = false }: LogInProps) {
  const [key, setKey] = useState('');
  const failure = isAbovePage ? null : loginFailure;
  const [why, tell] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const ways = useQuery({
    queryKey: ['getLoginWays'],
    queryFn: ({ signal }) => dataOf(api.GET('/v1/login', { signal })),
    networkMode: 'always',
    staleTime: Infinity,
  });
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (isBusy) return;
    setBusy(true);
    try {
      tell(await refusalOf(key));
    } finally {
      setBusy(false);
    }
  };
  return (
    <form className={css.form} onSubmit={(event) => void submit(event)}>
      <Field label="API key">
        <input
          type="password"
          name="key"
          autoComplete="current-password"
          autoFocus
          required
          value={key}
          aria-invalid={why !== null}
          onChange={({ target }) => setKey(target.value)}
        />
      </Field>
      <div className={css.ways}>
        <button type="submit" className={`${button.button} ${button.main}`} aria-disabled={isBusy}>
          Log in
        </button>
        {ways.data?.ways.includes('oidc') === true && (
          <a
            className={button.button}
            href={providerUrl(failure?.isOfPerson === true)}
            target={isAbovePage ? '_blank' : undefined}
          >
            {providerText(failure, isAbovePage)}
          </a>
        )}
      </div>
      <p role="alert" className={css.why}>
        {why ?? failure?.words}
      </p>
    </form>
  );
}

function providerText(failure: LoginFailure | null, isAbovePage: boolean): string {
  if (failure?.isOfPerson === true) return 'Log in as somebody else at your provider';
  return isAbovePage ? 'Log in at your provider, in another tab' : 'Log in at your provider';
}

/** The provider sends the browser back to this very page. */
function providerUrl(asAnother: boolean): string {
  const { pathname, search, hash } = window.location;
  const to = encodeURIComponent(pathname + search + hash);
  return apiUrl(`/v1/login/oidc?to=${to}${asAnother ? '&asAnother=true' : ''}`);
}

/** Logs in. Why it did not work; null: it did. */
async function refusalOf(key: string): Promise<string | null> {
  try {
    await api.POST('/v1/login', { body: { key: key.trim() } });
  } catch (error) {
    return whyNot(error);
  }
  return whoIsIt();
}

/** Not by the client, which waits for a login. */
async function whoIsIt(): Promise<string | null> {
  try {
    const signal = AbortSignal.timeout(ANSWER_MAX_MS);
    const response = await fetch(apiUrl('/v1/me'), { signal });
    if (response.status === 401) {
      return 'The browser did not keep the login: it does so over https only.';
    }
    if (!response.ok) return NO_ANSWER;
    session.know((await response.json()) as components['schemas']['Me']);
    return null;
  } catch {
    return NO_ANSWER;
  }
}

function whyNot(error: unknown): string {
  if (!(error instanceof ApiProblem)) throw error;
  return error.code === 'UNAUTHENTICATED'
    ? 'There is no such key, or it has ended.'
    : error.message;
}
