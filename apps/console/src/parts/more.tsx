import button from './button.module.css';
import css from './more.module.css';

interface Pages {
  readonly hasNextPage: boolean;
  readonly isFetchingNextPage: boolean;
  readonly fetchNextPage: () => Promise<unknown>;
}

/** The next page of a list, below it. */
export function More({ of: pages }: { readonly of: Pages }) {
  if (!pages.hasNextPage) return null;
  return (
    <div className={css.more}>
      <button
        type="button"
        className={button.button}
        disabled={pages.isFetchingNextPage}
        onClick={() => void pages.fetchNextPage()}
      >
        More
      </button>
    </div>
  );
}
