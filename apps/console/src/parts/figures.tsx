import type { Fact } from './facts';
import css from './figures.module.css';

/** Names and large values, side by side. */
export function Figures({ figures }: { readonly figures: readonly Fact[] }) {
  return (
    <dl className={css.figures}>
      {figures.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
