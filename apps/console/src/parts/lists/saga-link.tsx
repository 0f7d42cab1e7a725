import { Link } from 'wouter';

/** Leads to a saga: by its key as people know it, else by its id. */
export function SagaLink({ id, of = null }: { readonly id: string; readonly of?: string | null }) {
  return (
    <Link href={`/sagas/${id}`}>
      <code>{of ?? id}</code>
    </Link>
  );
}
