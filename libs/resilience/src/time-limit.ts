/** What `withinLimit` returns when time is up. */
const LATE = Symbol('late');

/**
 * Waits for the result of `work` for at most `limitMs`. A later result, or a later rejection, is
 * dropped: the caller has to stop the work itself.
 *
 * @throws what `late` returns, when time is up; what `work` throws
 */
export async function withinLimit<Result>(
  work: Promise<Result>,
  limitMs: number,
  late: () => Error,
): Promise<Result> {
  const result = await raced(work, limitMs);
  if (result === LATE) throw late();
  return result;
}

/** Waits for `work` for at most `limitMs`; returns whether it has ended. @throws what it throws */
export async function waitAtMost(work: Promise<unknown>, limitMs: number): Promise<boolean> {
  return (await raced(work, limitMs)) !== LATE;
}

async function raced<Result>(
  work: Promise<Result>,
  limitMs: number,
): Promise<Result | typeof LATE> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<typeof LATE>((resolve) => {
    timer = setTimeout(() => resolve(LATE), limitMs);
  });
  // nobody waits for it any more once time is up
  work.catch(() => undefined);
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
