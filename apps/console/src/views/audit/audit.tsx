import { useSearch } from 'wouter';
import { api, dataOf } from '../../api/client';
import type { components } from '../../api/schema';
import { usePages } from '../../api/use-pages';
import { Card } from '../../parts/card';
import { More } from '../../parts/more';
import { PageHead } from '../../parts/page-head';
import { Empty, Failed, Waiting } from '../../parts/states';
import { AuditFilter } from './audit-filter';
import { AuditTable } from './audit-table';
import { ExportAudit } from './export-audit';
import { filterIn } from './filter-in';
import { VerifyAudit } from './verify-audit';

export type AuditRecord = components['schemas']['AuditRecord'];

const PAGE = 50;

/** Who did what and why, and what was refused; filter and open record are in the address. */
export default function Audit() {
  const filter = filterIn(useSearch());
  const records = usePages<AuditRecord>({
    queryKey: ['listAuditRecords', filter],
    read: (cursor, signal) => {
      const query: object = { limit: PAGE, ...filter, ...cursor };
      const params = { query };
      return dataOf(api.GET('/v1/admin/audit', { params, signal }));
    },
  });
  return (
    <>
      <PageHead
        title="Audit"
        says="Who did what, when and why, and what was refused. Records are chained by hashes."
        acts={
          <>
            <VerifyAudit />
            <ExportAudit filter={filter} />
          </>
        }
      />
      <AuditFilter key={JSON.stringify(filter)} filter={filter} />
      {records.isPending && <Waiting />}
      {records.isError && <Failed error={records.error} onRetry={() => void records.refetch()} />}
      {records.isSuccess && (
        <Card title="Newest first">
          {records.items.length === 0 ? (
            <Empty title="There is no record of that.">
              <p>Acts of operators, and those that were refused, appear here.</p>
            </Empty>
          ) : (
            <AuditTable records={records.items} />
          )}
          <More of={records} />
        </Card>
      )}
    </>
  );
}
