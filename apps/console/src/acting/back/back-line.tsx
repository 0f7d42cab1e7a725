/** Whether an act can be taken back is known before it is done; null: it can. */
export function BackLine({ why }: { readonly why: string | null }) {
  return (
    <p>
      <small>{why ?? 'It can be taken back where it was done.'}</small>
    </p>
  );
}
