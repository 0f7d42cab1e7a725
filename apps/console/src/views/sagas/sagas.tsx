import { PageHead } from '../../parts/page-head';
import { Waiting } from '../../parts/states';
import { useUrlFilter } from '../../url/filter-url';
import { FilterBar } from './filter-bar';
import { SagaList } from './saga-list';
import { useFirstView, ViewTabs } from './view-tabs';

/** The sagas that the filter in the address means. */
export default function Sagas() {
  const url = useUrlFilter();
  const isUndecided = useFirstView();
  return (
    <>
      <PageHead title="Sagas" />
      <ViewTabs url={url} />
      <FilterBar url={url} />
      {isUndecided && <Waiting />}
      {!isUndecided && url.filter !== null && <SagaList key={url.text} text={url.text} />}
    </>
  );
}
