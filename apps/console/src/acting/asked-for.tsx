import { Link } from 'wouter';
import button from '../parts/button.module.css';
import { Moment } from '../parts/told';
import type { Approval } from './do-act';

/** It is not done: somebody else has to confirm it. */
export function AskedFor(props: { readonly approval: Approval; readonly onClose: () => void }) {
  const { approval, onClose } = props;
  return (
    <>
      <p role="status">
        <b>Not done yet.</b> It has been asked for: somebody else with the role {approval.needs} has
        to confirm it until <Moment at={approval.expiresAt} />, else it never happens.
      </p>
      <p>
        Who may confirm it finds it as the{' '}
        <Link href={`/approvals/${approval.id}`}>
          approval <code>{approval.id}</code>
        </Link>
        .
      </p>
      <p>
        <button type="button" className={button.button} onClick={onClose} autoFocus>
          Back
        </button>
      </p>
    </>
  );
}
