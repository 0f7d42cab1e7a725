import type { ReactNode } from 'react';
import css from './facts.module.css';

export type Fact = readonly [name: string, value: ReactNode];

/** Names and values, aligned. Facts whose value is null are left out. */
export function Facts({ facts }: { readonly facts: readonly Fact[] }) {
  return (
    <dl className={css.facts}>
      {facts
        .filter(([, value]) => value !== null && value !== undefined)
        .map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  );
}
