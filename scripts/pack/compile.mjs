import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import ts from 'typescript';
import { fail, root } from '../prepare.mjs';
import { importsOf, withPaths } from './specifiers.mjs';

/** As modules, with the types of both forms; whatever the entries import is compiled with them. */
export function compileModules(entries, outDir) {
  const program = ts.createProgram(sources(entries), optionsOf(outDir));
  const problems = ts.getPreEmitDiagnostics(program);
  if (problems.length > 0) fail(ts.formatDiagnostics(problems, formatHost));
  program.emit(undefined, (file, text) => {
    write(file, withPaths(text, file.slice(outDir.length + 1)));
  });
}

/**
 * As CommonJS, for what cannot require modules, such as Jest: the doors, and what they import. The
 * types are the same in both forms.
 */
export function writeCommonJs(doors, modulesDir, outDir) {
  const files = new Set(doors.map((door) => door.replace(/\.ts$/, '.js')));
  // grows while it is gone through
  for (const file of files) {
    const code = join(modulesDir, file);
    if (!existsSync(code)) continue;
    for (const specifier of importsOf(code)) {
      if (specifier.startsWith('.')) files.add(posix.join(posix.dirname(file), specifier));
    }
    write(join(outDir, file), commonJsOf(readFileSync(code, 'utf8'), file));
  }
  for (const file of readdirSync(modulesDir, { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.d.ts')) continue;
    write(join(outDir, file), readFileSync(join(modulesDir, file), 'utf8'));
  }
}

function commonJsOf(text, file) {
  if (file.endsWith('.json')) return text;
  const { target, esModuleInterop } = optionsOf('');
  const { outputText } = ts.transpileModule(text, {
    fileName: file,
    compilerOptions: { allowJs: true, target, esModuleInterop, module: ts.ModuleKind.CommonJS },
  });
  requireCommonJs(outputText, file);
  return outputText;
}

const formatHost = {
  getCanonicalFileName: (name) => name,
  getCurrentDirectory: () => root,
  getNewLine: () => '\n',
};

const sources = (entries) => entries.map((entry) => join(root, entry));

function optionsOf(outDir) {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  return {
    ...options,
    tsBuildInfoFile: undefined,
    types: ['node'],
    rootDir: root,
    outDir,
    noEmitOnError: false,
    sourceMap: false,
    incremental: false,
    declaration: true,
    paths: roomPaths(),
  };
}

/** The names of rooms lead to their sources, not to what was built. */
function roomPaths() {
  const rooms = readdirSync(join(root, 'libs'));
  return Object.fromEntries(
    rooms.map((room) => [`#${room}`, [join(root, 'libs', room, 'src', 'index.ts')]]),
  );
}

function write(file, text) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

/** A top-level `await` and `import.meta` are no syntax in a function's body. */
function requireCommonJs(text, file) {
  try {
    new Function(text);
  } catch (error) {
    fail(
      `${file} cannot be CommonJS: ${error.message}. Write it without a top-level await and ` +
        `without import.meta, or give its package "commonjs: false" in scripts/pack/packages.mjs.`,
    );
  }
}
