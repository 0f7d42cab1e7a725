import type { ReactNode } from 'react';
import { ApiProblem } from '../api/problem';
import css from './states.module.css';

/** While the first answer is on its way. It says nothing for a moment, and moves nothing. */
export function Waiting() {
  return (
    <p className={css.waiting} role="status">
      Loading …
    </p>
  );
}

/** Why something is not shown, or was not done, and what to do about it. */
export function Failed({ error, onRetry }: { error: Error; onRetry: () => void }) {
  const { code, status, problem } =
    error instanceof ApiProblem ? error : { code: null, status: 0, problem: null };
  const reasons = problem?.errors ?? [];
  return (
    <div className={css.failed} role="alert">
      <div>
        {status === 403 && <h2>You may not do this</h2>}
        <p>
          {error.message} {code !== null && <code>{code}</code>}
        </p>
      </div>
      {reasons.length > 0 && (
        <ul>
          {reasons.map(({ path, message }) => (
            <li key={`${path} ${message}`}>
              <code>{path}</code> {message}
            </li>
          ))}
        </ul>
      )}
      {/* the same caller is refused again */}
      {status !== 403 && (
        <button type="button" className={css.retry} onClick={onRetry}>
          Try again
        </button>
      )}
    </div>
  );
}

/** There is none; says what to do next. */
export function Empty({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className={css.empty}>
      <h2>{title}</h2>
      {children}
    </div>
  );
}
