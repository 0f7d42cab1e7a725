import type { ValueFault } from './schema-check';
import css from './schema-form.module.css';

/** What is wrong, with its place where the place is not seen. */
export function FaultList({ faults }: { readonly faults: readonly ValueFault[] }) {
  if (faults.length === 0) return null;
  return (
    <div className={css.faults} role="alert">
      <ul>
        {faults.map(({ path, message }) => (
          <li key={`${path} ${message}`}>
            {path !== '' && <code>{path}</code>} {message}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Those at the place itself, and those within that no field of it shows. */
export function faultsAt(
  faults: readonly ValueFault[],
  path: string,
  shown: readonly string[],
): readonly ValueFault[] {
  const isWithin = (place: string, around: string): boolean =>
    place === around || place.startsWith(`${around}/`);
  return faults
    .filter((fault) => isWithin(fault.path, path))
    .filter((fault) => !shown.some((each) => isWithin(fault.path, each)))
    .map((fault) => ({ ...fault, path: fault.path.slice(path.length) }));
}
