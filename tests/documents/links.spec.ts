import { existsSync, statSync } from 'node:fs';
import { join, posix } from 'node:path';
import { root } from '../architecture/files.js';
import { documents, read } from './markdown.js';

/* Every link of every document leads somewhere: files and anchors exist. Others are not fetched. */

interface Link {
  readonly text: string;
  readonly line: number;
}

/** Hosts of the reader's own machine. */
const LOCAL = /^http:\/\/(?:localhost|127\.0\.0\.1)(?::\d+)?(?:\/|$)/;

it.each(documents())('%s has no dead link', (document) => {
  const faults = linksOf(read(document)).flatMap(({ text, line }) => {
    const fault = faultOf(document, text);
    return fault === null ? [] : [`${document}:${line} ${text}: ${fault}`];
  });
  expect(faults).toEqual([]);
});

describe('A link', () => {
  it.each([
    ['STYLE.md', null],
    ['STYLE.md#names-and-files', null],
    ['#style', null],
    ['../examples', null],
    ['https://cel.dev', null],
    ['http://localhost:3000/docs', null],
    ['NOT-THERE.md', 'there is no such file'],
    ['STYLE.md#not-there', 'there is no such heading'],
    ['../examples#not-there', 'there is no such heading'],
    ['#not-there', 'there is no such heading'],
    ['/docs/STYLE.md', 'is not relative'],
    ['../../elsewhere', 'leads out of the repository'],
    ['http://cel.dev', 'is not https'],
    ['https://', 'is no address'],
  ])('%s: %s', (link, fault) => {
    expect(faultOf('docs/STYLE.md', link)).toBe(fault);
  });

  it('is found inline, in brackets, as a picture and as a reference, but not in code', () => {
    const text =
      'a [b](c.md "t") ![d](e.png) <https://f.g>\n\n```\n[x](y)\n```\n`[x](z)`\n[h]: i.md';
    expect(linksOf(text)).toEqual([
      { text: 'c.md', line: 1 },
      { text: 'e.png', line: 1 },
      { text: 'https://f.g', line: 1 },
      { text: 'i.md', line: 7 },
    ]);
  });
});

function linksOf(text: string): readonly Link[] {
  return withoutCode(text)
    .split('\n')
    .flatMap((line, index) =>
      [
        /\]\(\s*([^()\s]+(?:\([^()]*\))?[^()\s]*)[^)]*\)/g,
        /<(https?:[^>]*)>/g,
        /^\[[^\]]+\]: (\S+)/g,
      ]
        .flatMap((form) => [...line.matchAll(form)])
        .map(([, link = '']) => ({ text: link, line: index + 1 })),
    );
}

/** Lines stay where they are. */
function withoutCode(text: string): string {
  return text
    .replace(/^ {0,3}```[^]*?^ {0,3}```/gm, (block) => block.replace(/[^\n]/g, ''))
    .replace(/`[^`\n]*`/g, '');
}

/** null: it leads somewhere. */
function faultOf(document: string, link: string): string | null {
  if (/^[a-z]+:/.test(link)) return faultOfAddress(link);
  if (link.startsWith('/')) return 'is not relative';
  const [path = '', anchor] = link.split('#');
  const target = path === '' ? document : posix.join(posix.dirname(document), decodeURI(path));
  if (target.startsWith('..')) return 'leads out of the repository';
  if (!existsSync(join(root, target))) return 'there is no such file';
  if (anchor === undefined) return null;
  const isFile = statSync(join(root, target)).isFile();
  return isFile && anchorsOf(read(target)).has(anchor) ? null : 'there is no such heading';
}

function faultOfAddress(link: string): string | null {
  if (LOCAL.test(link)) return null;
  if (!URL.canParse(link)) return 'is no address';
  return new URL(link).protocol === 'https:' ? null : 'is not https';
}

/** The anchors that GitHub gives headings; a repeated one is numbered. */
function anchorsOf(text: string): ReadonlySet<string> {
  const anchors = new Set<string>();
  for (const [, heading = ''] of withoutBlocks(text).matchAll(/^#{1,6} (.+)$/gm)) {
    const anchor = heading
      .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .trim()
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\p{M}\s_-]/gu, '')
      .replace(/\s/g, '-');
    let name = anchor;
    for (let count = 1; anchors.has(name); count++) name = `${anchor}-${count}`;
    anchors.add(name);
  }
  for (const [, id = ''] of text.matchAll(/<a (?:id|name)="([^"]+)"/g)) anchors.add(id);
  return anchors;
}

function withoutBlocks(text: string): string {
  return text.replace(/^ {0,3}```[^]*?^ {0,3}```/gm, '');
}
