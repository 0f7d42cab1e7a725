import { query } from '../databases.js';

/** How many sagas a contender had, and how many of them were compensated. */
export interface Ended {
  readonly sagas: number;
  readonly compensated: number;
}

interface WorkDone {
  readonly done: number;
  readonly undone: number;
}

/**
 * Compares what the participants order, payment and shipping have in their databases with what the
 * callers were answered.
 * @throws Error when something was done twice, or not, or not undone
 */
export async function checkWork(databaseUrls: readonly string[], ended: Ended): Promise<void> {
  const found = await Promise.all(databaseUrls.map(readWork));
  const wrong = wrongWork(found, ended);
  if (wrong.length > 0) throw new Error(`wrong effects: ${wrong.join('; ')}`);
}

/** A line for each participant, in the order of the saga, whose work is not what it has to be. */
export function wrongWork(found: readonly WorkDone[], { sagas, compensated }: Ended): string[] {
  const completed = sagas - compensated;
  return found.flatMap(({ done, undone }, index) => {
    // the last one refuses: it has nothing to undo
    const toUndo = index < found.length - 1 ? compensated : 0;
    if (done === completed && undone === toUndo) return [];
    const wanted = `${completed} done and ${toUndo} undone`;
    return [`participant ${index + 1} has ${done} done and ${undone} undone, not ${wanted}`];
  });
}

async function readWork(databaseUrl: string): Promise<WorkDone> {
  const [row] = await query<{ done: number; undone: number }>(
    databaseUrl,
    `select count(*) filter (where status = 'done')::int as done,
            count(*) filter (where status = 'undone')::int as undone
       from work`,
  );
  if (!row) throw new Error('a count gives one row');
  return row;
}
