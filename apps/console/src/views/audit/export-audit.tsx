import { useMutation } from '@tanstack/react-query';
import { api, dataOf } from '../../api/client';
import button from '../../parts/button.module.css';
import css from './audit.module.css';
import type { AuditFilterText } from './filter-in';
import { numberText } from '../../parts/text/number-text';

const PAGE = 100;
/** More is taken out by the command line, which needs no browser to hold it. */
const RECORDS_MAX = 10_000;

/** The records that the filter means, as a file of JSON lines. */
export function ExportAudit({ filter }: { readonly filter: AuditFilterText }) {
  const exporting = useMutation({ mutationFn: () => exportAll(filter) });
  return (
    <>
      <button
        type="button"
        className={button.button}
        aria-disabled={exporting.isPending}
        onClick={() => !exporting.isPending && exporting.mutate()}
      >
        Export
      </button>
      <small role="status" className={css.said}>
        {exporting.isPending && 'Reading …'}
        {exporting.isError && exporting.error.message}
        {exporting.data}
      </small>
    </>
  );
}

/** Saves them. What was saved, for people. */
async function exportAll(filter: AuditFilterText): Promise<string> {
  const lines: string[] = [];
  let cursor: string | null = null;
  do {
    const query: object = { limit: PAGE, ...filter, ...(cursor === null ? {} : { cursor }) };
    const page: { items: object[]; next: string | null } = await dataOf(
      api.GET('/v1/admin/audit', { params: { query } }),
    );
    lines.push(...page.items.map((item) => `${JSON.stringify(item)}\n`));
    cursor = page.next;
  } while (cursor !== null && lines.length < RECORDS_MAX);
  save(lines);
  const count = numberText(lines.length);
  return cursor === null ? `${count} saved` : `The newest ${count} saved; there are more`;
}

function save(lines: readonly string[]): void {
  const url = URL.createObjectURL(new Blob([...lines], { type: 'application/jsonl' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = 'audit.jsonl';
  link.click();
  URL.revokeObjectURL(url);
}
