/**
 * What the work needs: to write, to get more room on the disk, and to commit. An emptied table gets
 * a new file, so that there is room for these rows only where there is room for others.
 */
export const PROBE_STORE = [
  // replicas that probe at once take turns, and none of them waits for long
  `set local lock_timeout = '1s'`,
  `truncate store_probe`,
  `insert into store_probe (filler) select repeat('x', 7000) from generate_series(1, 4)`,
];
