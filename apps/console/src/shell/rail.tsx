import { useEffect, useState } from 'react';
import { Link, useLocation } from 'wouter';
import { Emblem } from '../parts/emblem';
import { Unseen } from '../parts/lists/unseen';
import { PLACES, type Place } from '../places';
import { useApprovalsForMe } from './approvals-for-me';
import css from './rail.module.css';

const GROUPS = ['sagas', 'parts', 'rules'] as const;

/** Where one can go. Where there is little room it is a menu. */
export function Rail() {
  const [isOpen, open] = useState(false);
  const [location] = useLocation();
  const here = PLACES.find((place) => isAt(place, location));
  useEffect(() => {
    open(false);
  }, [location]);
  return (
    <nav
      className={css.rail}
      aria-label="Console"
      data-open={isOpen}
      onKeyDown={({ key }) => key === 'Escape' && open(false)}
    >
      <title>{here === undefined ? 'Conductor' : `${here.name} · Conductor`}</title>
      <div className={css.top}>
        <Link href="/" className={css.name}>
          <Emblem />
          <b>Conductor</b>
        </Link>
        <button
          type="button"
          className={css.menu}
          aria-expanded={isOpen}
          aria-controls="places"
          onClick={() => open(!isOpen)}
        >
          {here?.name ?? 'Places'} <span aria-hidden="true">▾</span>
        </button>
      </div>
      <div id="places" className={css.places}>
        {GROUPS.map((group) => (
          <ul key={group} className={css.group}>
            {PLACES.filter((place) => place.group === group).map((place) => (
              <li key={place.path}>
                <RailLink place={place} isHere={place === here} />
              </li>
            ))}
          </ul>
        ))}
      </div>
    </nav>
  );
}

function isAt({ path }: Place, location: string): boolean {
  return path === '/' ? location === '/' : `${location}/`.startsWith(`${path}/`);
}

function RailLink({ place, isHere }: { readonly place: Place; readonly isHere: boolean }) {
  return (
    <Link href={place.path} className={css.link} aria-current={isHere ? 'page' : undefined}>
      {place.name}
      {place.path === '/approvals' && <Waits />}
    </Link>
  );
}

/** How many acts wait for whoever looks. */
function Waits() {
  const count = useApprovalsForMe();
  if (count === '') return null;
  return (
    <span className={css.count}>
      {count} <Unseen>wait for you</Unseen>
    </span>
  );
}
