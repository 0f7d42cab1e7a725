/** Whether an act can be taken back is known before it is done; null: it can. */
export function BackLine({ why }: { readonly why: string | null }) {
  return (
    <p>
      <small>{why ?? 'It can be taken back on this page, until something else is done.'}</small>
    </p>
  );
}
