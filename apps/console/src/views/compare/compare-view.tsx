import { useEffect, useState, type FormEvent } from 'react';
import { Link, useLocation, useSearch } from 'wouter';
import button from '../../parts/button.module.css';
import { Field } from '../../parts/field';
import { PageHead } from '../../parts/page-head';
import { Empty, Failed, Waiting } from '../../parts/states';
import { Compared } from './compared-view';
import { useLastGood, useSide } from './use-compared';
import css from './compare.module.css';

/** Two sagas, step by step. Without `left` in the address: the last good one of the definition. */
export default function CompareView() {
  const sides = useSides();
  const left = useSide(sides.left);
  const right = useSide(sides.right);
  const { choose } = sides;
  const lastGood = useLastGood(sides.left === null ? right.data?.saga : undefined);
  const found = lastGood.data ?? null;
  useEffect(() => {
    if (sides.left === null && found !== null) choose({ left: found }, true);
  }, [sides.left, found, choose]);
  const failed = [left, right, lastGood].find(({ isError }) => isError);
  return (
    <>
      <PageHead
        above={<Link href="/sagas">Sagas</Link>}
        title="Compare two sagas"
        says="Step by step: what went in, what came out, how it ended and how long it took."
      />
      <Chosen key={`${sides.left} ${sides.right}`} sides={sides} />
      {failed?.error && <Failed error={failed.error} onRetry={() => void failed.refetch()} />}
      {left.data && right.data && <Compared left={left.data} right={right.data} />}
      {[left, right, lastGood].some(({ isLoading }) => isLoading) && <Waiting />}
      {lastGood.data === null && (
        <Empty title={`No other saga of ${right.data?.saga.definition.name} has completed.`}>
          <p>Paste the id of one to compare it with.</p>
        </Empty>
      )}
    </>
  );
}

interface Sides {
  readonly left: string | null;
  readonly right: string | null;
  readonly choose: (next: { left?: string; right?: string }, replace?: boolean) => void;
}

function useSides(): Sides {
  const query = new URLSearchParams(useSearch());
  const [location, navigate] = useLocation();
  const left = query.get('left') || null;
  const right = query.get('right') || null;
  const choose = (next: { left?: string; right?: string }, replace = false): void => {
    const sides = { ...(left !== null && { left }), ...(right !== null && { right }), ...next };
    navigate(`${location}?${new URLSearchParams(sides)}`, { replace });
  };
  return { left, right, choose };
}

/** Which two. */
function Chosen({ sides }: { readonly sides: Sides }) {
  const [left, setLeft] = useState(sides.left ?? '');
  const [right, setRight] = useState(sides.right ?? '');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (right.trim() !== '') sides.choose({ left: left.trim(), right: right.trim() });
  };
  return (
    <form className={css.chosen} onSubmit={submit}>
      <Field label="Left" hint="Empty: the last of the same definition that completed">
        <input value={left} onChange={({ target }) => setLeft(target.value)} />
      </Field>
      <Field label="Right" hint="The id of a saga">
        <input value={right} onChange={({ target }) => setRight(target.value)} />
      </Field>
      <span className={css.acts}>
        <button type="submit" className={`${button.button} ${button.main}`}>
          Compare
        </button>
        <button
          type="button"
          className={button.button}
          onClick={() => sides.choose({ left: sides.right ?? '', right: sides.left ?? '' })}
        >
          Swap
        </button>
      </span>
    </form>
  );
}
