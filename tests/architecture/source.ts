import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { root } from './files.js';

const parsed = new Map<string, ts.SourceFile>();

function parse(file: string): ts.SourceFile {
  const known = parsed.get(file);
  if (known) return known;
  const text = readFileSync(join(root, file), 'utf8');
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ESNext, true);
  parsed.set(file, source);
  return source;
}

export function linesOf(file: string): readonly string[] {
  return parse(file).text.replace(/\n$/, '').split('\n');
}

/** What it imports, exports from, or imports on demand, as written. */
export function importsOf(file: string): readonly string[] {
  const found: string[] = [];
  visit(parse(file), (node) => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) {
      if (node.moduleSpecifier && ts.isStringLiteral(node.moduleSpecifier)) {
        found.push(node.moduleSpecifier.text);
      }
    } else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      const [name] = node.arguments;
      if (name && ts.isStringLiteral(name)) found.push(name.text);
    } else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
      if (ts.isStringLiteral(node.argument.literal)) found.push(node.argument.literal.text);
    }
  });
  return found;
}

/** The names that a file gives on from others. */
export function exportsOf(file: string): readonly string[] {
  const found: string[] = [];
  visit(parse(file), (node) => {
    if (ts.isExportSpecifier(node)) found.push(node.name.text);
  });
  return found;
}

/** `<file>#<function>` of each function with more lines than allowed, without comments above. */
export function longFunctionsOf(file: string, linesMax: number): readonly string[] {
  const source = parse(file);
  const found: string[] = [];
  visit(source, (node) => {
    if (!ts.isFunctionLike(node) || !('body' in node) || !node.body) return;
    const from = source.getLineAndCharacterOfPosition(node.getStart(source)).line;
    const to = source.getLineAndCharacterOfPosition(node.getEnd()).line;
    if (to - from + 1 > linesMax) found.push(`${file}#${nameOf(node, source)}`);
  });
  return found;
}

function nameOf(node: ts.SignatureDeclaration, source: ts.SourceFile): string {
  if (node.name) return node.name.getText(source);
  if (ts.isVariableDeclaration(node.parent)) return node.parent.name.getText(source);
  return ts.isConstructorDeclaration(node) ? 'constructor' : 'anonymous';
}

/**
 * Names that the code refers to, where they can stand for something global: not in comments and
 * strings, not as a property of something else. `Date.now` and `new Date()` are names here.
 */
export function namesUsedIn(file: string): readonly string[] {
  const found: string[] = [];
  visit(parse(file), (node) => {
    if (ts.isIdentifier(node) && !isMember(node)) found.push(node.text);
    if (ts.isAwaitExpression(node)) found.push('await');
    if (node.kind === ts.SyntaxKind.AsyncKeyword) found.push('async');
    if (ts.isPropertyAccessExpression(node)) {
      found.push(`${node.expression.getText()}.${node.name.text}`);
    }
    if (ts.isNewExpression(node) && !node.arguments?.length) {
      found.push(`new ${node.expression.getText()}()`);
    }
  });
  return found;
}

function isMember(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.name === node;
  if (ts.isPropertyAssignment(parent) || ts.isPropertySignature(parent))
    return parent.name === node;
  return false;
}

function visit(node: ts.Node, look: (node: ts.Node) => void): void {
  look(node);
  ts.forEachChild(node, (child) => visit(child, look));
}
