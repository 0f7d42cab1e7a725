import { Link } from 'wouter';

/** For an address that leads nowhere. */
export function Missing() {
  return (
    <>
      <h1>There is nothing at this address</h1>
      <p>
        A saga that was archived is found by its id in <Link href="/sagas">Sagas</Link>.
      </p>
    </>
  );
}
