import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join, posix } from 'node:path';
import ts from 'typescript';
import { fail } from '../prepare.mjs';

/** `from '#…'`, `import '#…'`, `import('#…')`, `require('#…')`. */
const NAMED = /(\b(?:from|import|require)\s*\(?\s*)(['"])(#[^'"\n]+)\2/g;

/**
 * The names of rooms in a compiled file become paths to their doors. A package needs no `imports`
 * then, which older resolutions of types do not know.
 *
 * @param path of the file, from the root of the form that it is in
 */
export function withPaths(text, path) {
  return text.replace(NAMED, (whole, before, quote, specifier) => {
    const target = fileOf(specifier);
    if (target === undefined) return whole;
    const relative = posix.relative(posix.dirname(path.replaceAll('\\', '/')), target);
    return `${before}${quote}${relative.startsWith('.') ? '' : './'}${relative}${quote}`;
  });
}

function fileOf(specifier) {
  const server = /^#servers\/(.+)$/.exec(specifier);
  if (server) return `scripts/servers/${server[1]}.mjs`;
  return /^#[a-z-]+$/.test(specifier) ? `libs/${specifier.slice(1)}/src/index.js` : undefined;
}

/**
 * Whatever a packed file imports is packed too, or is of a package that the manifest names; and the
 * dependencies that it names are imported, but for those that are `located`.
 */
export function requireComplete(
  staging,
  { dependencies = {}, peerDependencies = {} },
  { located = [], templates = [] },
) {
  const imported = new Set();
  const problems = [];
  for (const file of codeIn(staging)) {
    if (templates.some((folder) => file.startsWith(`${folder}/`))) continue;
    for (const specifier of importsOf(join(staging, file))) {
      if (specifier.startsWith('.')) {
        if (!isThere(join(staging, dirname(file), specifier))) {
          problems.push(`${file} imports ${specifier}, which is not packed`);
        }
      } else if (!isBuiltin(specifier)) {
        const name = packageOf(specifier);
        imported.add(name);
        if (name in dependencies || name in peerDependencies) continue;
        problems.push(`${file} imports ${specifier}, which is neither a dependency nor a peer`);
      }
    }
  }
  const idle = Object.keys(dependencies).filter(
    (name) => !imported.has(name) && !located.includes(name),
  );
  for (const name of idle) problems.push(`the dependency ${name} is imported nowhere`);
  if (problems.length > 0) fail([...new Set(problems)].join('\n'));
}

/** Whatever a file of code or types imports, in any way that names it. */
export function importsOf(file) {
  const text = readFileSync(file, 'utf8');
  const kind = /\.d\.m?ts$/.test(file) ? ts.ScriptKind.TS : ts.ScriptKind.JS;
  const found = [];
  const visit = (node) => {
    const specifier = specifierOf(node);
    if (specifier && ts.isStringLiteralLike(specifier)) found.push(specifier.text);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, text, ts.ScriptTarget.ESNext, false, kind));
  return found;
}

function specifierOf(node) {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return node.moduleSpecifier;
  if (ts.isImportTypeNode(node)) return node.argument.literal;
  if (!ts.isCallExpression(node)) return undefined;
  const { expression } = node;
  const isImport = expression.kind === ts.SyntaxKind.ImportKeyword;
  const isRequire = ts.isIdentifier(expression) && expression.text === 'require';
  return isImport || isRequire ? node.arguments[0] : undefined;
}

function codeIn(staging) {
  return readdirSync(staging, { recursive: true, encoding: 'utf8' }).filter((file) =>
    /\.(?:js|mjs|cjs|d\.ts|d\.mts)$/.test(file),
  );
}

/** The types of `./x.js` are in `./x.d.ts`, and some files have types only. */
function isThere(file) {
  return existsSync(file) || existsSync(file.replace(/\.(m?)js$/, '.d.$1ts'));
}

function packageOf(specifier) {
  const [first, second] = specifier.split('/');
  return first.startsWith('@') ? `${first}/${second}` : first;
}
