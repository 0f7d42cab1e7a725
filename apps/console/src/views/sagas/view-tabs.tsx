import { useEffect } from 'react';
import { useLocation, useSearch } from 'wouter';
import { useMe } from '../../api/me';
import { Tabs } from '../../parts/lists/tabs';
import { canonicalFilter } from '../../url/filter-text';
import type { UrlFilter } from '../../url/filter-url';
import { useViews } from './use-views';
import { ViewActs } from './view-acts';
import css from './view-tabs.module.css';

/** In the fragment: every saga is meant, and not what callers of a role see first. */
const ALL = 'all';
const FIXED = [
  { name: 'Stuck', filter: 'status=stuck' },
  { name: 'Open', filter: 'status=running,compensating,stuck' },
  { name: 'All', filter: '' },
] as const;

/** Filters that are asked for often: ours, and those that people saved. */
export function ViewTabs({ url }: { readonly url: UrlFilter }) {
  const views = useViews();
  const saved = views.data?.items ?? [];
  const isShown = ({ filter }: { readonly filter: string }): boolean => {
    return canonicalFilter(filter) === url.text;
  };
  const known = saved.find(isShown);
  const isFixed = FIXED.some(isShown);
  return (
    <div className={css.line}>
      <Tabs
        label="Views"
        tabs={[...FIXED, ...saved].map(({ name, filter }) => ({
          name,
          href: filter === '' ? `/sagas#${ALL}` : `/sagas?${filter}`,
          isHere: isShown({ filter }),
        }))}
      />
      {!isFixed && url.filter !== null && <ViewActs view={known ?? null} filter={url.text} />}
    </div>
  );
}

/**
 * Leads callers who asked for nothing to what their role sees first. true: it is not known yet
 * whether there is such a view.
 */
export function useFirstView(): boolean {
  const search = useSearch();
  const [, navigate] = useLocation();
  const me = useMe();
  const views = useViews();
  const isAsked = search !== '' || location.hash.slice(1).split('&').includes(ALL);
  const role = me.data?.role;
  const first = views.data?.items.find(({ defaultFor }) => {
    return role !== undefined && defaultFor.includes(role);
  });
  const leads = !isAsked && first !== undefined && first.filter !== '';
  const filter = first?.filter ?? '';
  useEffect(() => {
    if (leads) navigate(`/sagas?${filter}`, { replace: true });
  }, [leads, filter, navigate]);
  return leads || (!isAsked && (me.isPending || views.isPending));
}
