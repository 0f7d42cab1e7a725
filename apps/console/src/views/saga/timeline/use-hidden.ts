import { useMemo } from 'react';
import { useParam } from '../../../url/use-param';
import { isKind, type Kind, type Row } from './kinds';

export interface Hidden {
  readonly kinds: ReadonlySet<Kind>;
  readonly toggle: (kind: Kind) => void;
}

/** Kinds of time that are not looked at, which the address has: `hide=queue,back-off`. */
export function useHidden(): Hidden {
  const { value, set } = useParam('hide');
  const kinds = useMemo(() => new Set((value ?? '').split(',').filter(isKind)), [value]);
  const toggle = (kind: Kind): void => {
    const others = [...kinds].filter((each) => each !== kind);
    const next = kinds.has(kind) ? others : [...others, kind];
    set(next.length === 0 ? null : next.join(','));
  };
  return { kinds, toggle };
}

/** What is not looked at is not counted. */
export function without(kinds: ReadonlySet<Kind>, row: Row): Row {
  if (kinds.size === 0) return row;
  return { ...row, segments: row.segments.filter(({ kind }) => !kinds.has(kind)) };
}
