import { Link, useLocation } from 'wouter';
import { Card } from '../parts/card';
import { PageHead } from '../parts/page-head';
import css from './missing.module.css';

/** For an address that leads nowhere. */
export function Missing() {
  const [path] = useLocation();
  return (
    <>
      <PageHead
        title="There is nothing at this address"
        says={
          <>
            No view is at <code className={css.path}>{path}</code>.
          </>
        }
      />
      <Card title="Where to go on">
        <ul className={css.ways}>
          <li>
            <Link href="/">Overview</Link>: what is wrong now, and why
          </li>
          <li>
            <Link href="/sagas">Sagas</Link>: all of them; one that was deleted is found nowhere
          </li>
          <li>
            <Link href="/failures">Failures</Link>: the causes, and what to do about each
          </li>
        </ul>
      </Card>
    </>
  );
}
