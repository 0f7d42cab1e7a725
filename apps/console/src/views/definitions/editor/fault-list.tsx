import type { ReactNode } from 'react';
import type { TextFault } from './code-editor';
import css from './editor.module.css';

interface FaultListProps {
  readonly faults: readonly TextFault[];
  readonly isRight: boolean;
  readonly onLead: (fault: TextFault) => void;
  /** Stands instead of the list. */
  readonly children?: ReactNode;
}

/** What is wrong with a draft, in a place whose height stays. */
export function FaultList({ faults, isRight, onLead, children }: FaultListProps) {
  return (
    <div role="status" className={css.faults}>
      {children}
      {faults.length === 0 && !children && (
        <p>{isRight ? 'Nothing is wrong with it.' : 'Checking …'}</p>
      )}
      <ul aria-label="What is wrong">
        {faults.map((fault, place) => (
          <li key={place} data-severity={fault.severity}>
            <button type="button" onClick={() => onLead(fault)}>
              {fault.severity === 'error' ? '▲ ' : '! '}
              <code>{fault.path ?? ''}</code> {fault.message}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
