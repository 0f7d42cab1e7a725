import { Link } from 'wouter';
import { PageHead } from '../../parts/page-head';

/** There is no saga with this id any more, or there never was. */
export function MissingSaga({ id }: { readonly id: string }) {
  return (
    <>
      <PageHead above={<Link href="/sagas">Sagas</Link>} title="There is no saga with this id" />
      <p>
        <code>{id}</code>
      </p>
      <p>
        Sagas that have ended are deleted after the days that the retention of their definition
        says, with their history. If this one was, only the <Link href="/audit">audit log</Link> has
        what people did to it. If not, the id is mistyped, or you may not see its definition.
      </p>
    </>
  );
}
