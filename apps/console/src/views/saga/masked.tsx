import { hasMask, MASK } from './mask';

/** Says so where a part of a value is hidden from who looks. */
export function Masked({ value }: { readonly value: unknown }) {
  if (!hasMask(value)) return null;
  return <small>{MASK} stands for what your role does not see.</small>;
}
