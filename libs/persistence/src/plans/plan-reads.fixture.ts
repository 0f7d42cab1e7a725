/** How a plan reads some tables. */
export interface PlanReads {
  /**
   * What it finds their rows through, each once, in order of names: an index, or `all of saga`
   * where it reads a table without one.
   */
  readonly ways: readonly string[];
  /** Rows of them that it looked at, whether or not they were wanted. */
  readonly rowsRead: number;
  /** Pairs of rows of any kind that it tried and that did not belong together. */
  readonly pairsTried: number;
}

interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly 'Actual Rows'?: number;
  readonly 'Actual Loops'?: number;
  readonly 'Rows Removed by Filter'?: number;
  readonly 'Rows Removed by Index Recheck'?: number;
  readonly 'Rows Removed by Join Filter'?: number;
  readonly Plans?: readonly PlanNode[];
}

interface Scan {
  readonly node: PlanNode;
  readonly table: string;
}

/** Reads the answer to `explain (analyze, format json)`. */
export function readsOf(answer: unknown, tables: readonly string[]): PlanReads {
  const [explained] = answer as readonly { readonly Plan: PlanNode }[];
  if (!explained) throw new Error('nothing was explained');
  const scans = scansIn(explained.Plan, '');
  const wanted = scans.filter(({ table }) => tables.includes(table));
  return {
    ways: [...new Set(wanted.flatMap(wayOf))].sort(),
    rowsRead: wanted.reduce((sum, { node }) => sum + rowsOf(node), 0),
    pairsTried: pairsIn(explained.Plan),
  };
}

/** The scan of an index for a bitmap belongs to the table of the scan above it. */
function scansIn(node: PlanNode, tableAbove: string): readonly Scan[] {
  const table = node['Relation Name'] ?? tableAbove;
  const isScan = node['Node Type'].endsWith('Scan');
  const below = (node.Plans ?? []).flatMap((each) => scansIn(each, isScan ? table : ''));
  return isScan ? [{ node, table }, ...below] : below;
}

function wayOf({ node, table }: Scan): readonly string[] {
  const index = node['Index Name'];
  if (index !== undefined) return [index];
  return node['Node Type'] === 'Seq Scan' ? [`all of ${table}`] : [];
}

function rowsOf(node: PlanNode): number {
  if (node['Node Type'] === 'Bitmap Index Scan') return 0; // counted by the scan above it
  const removed = [node['Rows Removed by Filter'], node['Rows Removed by Index Recheck']];
  const each = removed.reduce<number>((sum, rows) => sum + (rows ?? 0), node['Actual Rows'] ?? 0);
  return each * (node['Actual Loops'] ?? 0);
}

function pairsIn(node: PlanNode): number {
  const own = (node['Rows Removed by Join Filter'] ?? 0) * (node['Actual Loops'] ?? 0);
  return (node.Plans ?? []).reduce((sum, each) => sum + pairsIn(each), own);
}
