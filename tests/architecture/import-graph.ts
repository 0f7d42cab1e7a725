import { existsSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { importsOf } from './source.js';
import { root } from './files.js';

/** From each file to those that it imports, types too: a circle of types is one to a reader. */
export type ImportGraph = ReadonlyMap<string, readonly string[]>;

export function importGraph(files: readonly string[]): ImportGraph {
  const known = new Set(files);
  return new Map(
    files.map((file) => [
      file,
      importsOf(file)
        .map((name) => fileOf(file, name))
        .filter((target): target is string => target !== null && known.has(target)),
    ]),
  );
}

/** Groups of files (or folders) that import each other, by whatever way round. */
export function circlesIn(graph: ImportGraph): readonly (readonly string[])[] {
  const order = depthFirst(graph, [...graph.keys()]).flat();
  const reversed = reverse(graph);
  return depthFirst(reversed, order.toReversed()).filter((group) => group.length > 1);
}

/** The same graph between folders of one room; `decide.ts` at its top stands for itself. */
export function folderGraph(graph: ImportGraph, room: string): ImportGraph {
  const top = `${room}/src`;
  const placeOf = (file: string) => (dirname(file) === top ? file : dirname(file));
  const folders = new Map<string, Set<string>>();
  for (const [file, targets] of graph) {
    if (!file.startsWith(`${top}/`)) continue;
    const from = placeOf(file);
    const known = folders.get(from) ?? new Set();
    folders.set(from, known);
    for (const target of targets) {
      if (target.startsWith(`${top}/`) && placeOf(target) !== from) known.add(placeOf(target));
    }
  }
  return new Map([...folders].map(([folder, targets]) => [folder, [...targets]]));
}

function fileOf(from: string, name: string): string | null {
  if (name.startsWith('#')) return `libs/${name.slice(1)}/src/index.ts`;
  if (!name.startsWith('.')) return null;
  const path = normalize(join(dirname(from), name));
  const source = path.replace(/\.([cm]?)js$/, '.$1ts');
  return existsSync(join(root, source)) ? source : path;
}

/** The groups that are reached from each start in turn, each in the order of its ends. */
function depthFirst(graph: ImportGraph, starts: readonly string[]): string[][] {
  const seen = new Set<string>();
  return starts.map((start) => reach(graph, start, seen)).filter((group) => group.length > 0);
}

function reach(graph: ImportGraph, start: string, seen: Set<string>): string[] {
  if (seen.has(start)) return [];
  seen.add(start);
  const behind = (graph.get(start) ?? []).flatMap((target) => reach(graph, target, seen));
  return [...behind, start];
}

function reverse(graph: ImportGraph): ImportGraph {
  const reversed = new Map<string, string[]>([...graph.keys()].map((file) => [file, []]));
  for (const [file, targets] of graph) {
    for (const target of targets) reversed.get(target)?.push(file);
  }
  return reversed;
}
