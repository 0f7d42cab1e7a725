import { readdirSync, readFileSync } from 'node:fs';

const TICKS_PER_SECOND = 100;

/**
 * CPU seconds used so far by a process and all its descendants, also those that have ended, or by
 * it alone (Linux; 0 where /proc is missing).
 */
export function cpuSeconds(rootPid: number, options: { isAlone?: boolean } = {}): number {
  if (options.isAlone) return readCpuSeconds(rootPid, OWN);
  return processTree(rootPid).reduce((sum, pid) => sum + readCpuSeconds(pid, WITH_ENDED), 0);
}

/** The first process whose command line has all these parts. */
export function findPid(parts: readonly string[]): number | undefined {
  return allPids().find((pid) => {
    const line = commandLine(pid);
    return parts.every((part) => line.includes(part));
  });
}

function commandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return ''; // it ended between the listing and the reading
  }
}

/** utime and stime: fields 14 and 15 of proc(5). */
const OWN = [11, 13] as const;
/** And cutime and cstime, of children that ended and were waited for, such as backends. */
const WITH_ENDED = [11, 15] as const;

function readCpuSeconds(pid: number, fields: readonly [number, number]): number {
  const ticks = statFields(pid).slice(...fields);
  return ticks.reduce((sum, each) => sum + Number(each), 0) / TICKS_PER_SECOND;
}

function processTree(rootPid: number): number[] {
  const children = new Map<number, number[]>();
  for (const pid of allPids()) {
    const parent = Number(statFields(pid)[1]);
    children.set(parent, [...(children.get(parent) ?? []), pid]);
  }
  const tree = [rootPid];
  for (const pid of tree) tree.push(...(children.get(pid) ?? []));
  return tree;
}

function allPids(): number[] {
  try {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map(Number);
  } catch {
    return []; // no /proc on this system: the CPU column shows 0
  }
}

/** The fields of /proc/PID/stat after the command's name, from `state` on. */
function statFields(pid: number): string[] {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch {
    return []; // it ended between the listing and the reading
  }
}
