import { readRows, type Reader } from './read-rows.js';

/** A part of a list, and whether there is more of it. */
export interface Page<Row> {
  readonly rows: readonly Row[];
  readonly hasMore: boolean;
}

export interface SizedPage {
  /** Gives rows in order, at least one more than the limit if there are any. */
  readonly sql: string;
  readonly parameters: readonly unknown[];
  readonly limit: number;
  /** The order of the rows, as in `sql`. */
  readonly order: string;
  /** Bytes of a row: `octet_length` knows it without reading what is kept apart. */
  readonly bytes: string;
}

/** A page's rows have so much in all; a row that has more is a page of its own. */
const PAGE_BYTES_MAX = 4 * 1024 * 1024;

/** Reads a page whose rows may be large: it ends after the limit, or after so many bytes. */
export async function readSizedPage<Row>(reader: Reader, page: SizedPage): Promise<Page<Row>> {
  const { sql, order, bytes, limit } = page;
  const rows = await readRows<Row & { readonly found_rows: number }>(
    reader,
    `select * from (
       select row.*, (count(*) over ())::int as found_rows,
              row_number() over (order by ${order}) as row_place,
              sum(${bytes}) over (order by ${order} rows unbounded preceding) as row_bytes
         from (${sql}) as row) as sized
      where row_place <= ${limit} and (row_bytes <= ${PAGE_BYTES_MAX} or row_place = 1)
      order by row_place`,
    page.parameters,
  );
  return { rows, hasMore: (rows[0]?.found_rows ?? 0) > rows.length };
}
