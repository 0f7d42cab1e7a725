import { readFileSync } from 'node:fs';

/** A link to another document of the repository, which a package does not have. */
const LINK = /\[([^\]]+)\]\((?!https?:|#)[^)]+\)/g;
/** What the tests of documents are told. */
const MARK = /^<!--.*-->\n+/gm;

/** A document as the README of a package: links that would lead nowhere are plain text. */
export function readmeOf(file) {
  return readFileSync(file, 'utf8').replace(LINK, '$1').replace(MARK, '');
}
