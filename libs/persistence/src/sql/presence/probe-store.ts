/**
 * Tests what the work needs: writing, allocating disk space, and committing. A truncated table gets
 * a new file, so that these rows fit only if the disk has space for others.
 */
export const PROBE_STORE = [
  // replicas that probe at once take turns, and none of them waits for long
  `set local lock_timeout = '1s'`,
  `truncate store_probe`,
  `insert into store_probe (filler) select repeat('x', 7000) from generate_series(1, 4)`,
];
