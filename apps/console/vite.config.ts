import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';
import { ROUTES } from './src/routes.ts';

const library = (name: string): string =>
  fileURLToPath(new URL(`../../libs/${name}/src/index.ts`, import.meta.url));

/** Marks for servers, which mean nothing here, and how long a build takes. */
const QUIET = new Set(['MODULE_LEVEL_DIRECTIVE', 'PLUGIN_TIMINGS']);

/** What the server reads: where there is a page. */
const routesForServer: Plugin = {
  name: 'routes-for-server',
  generateBundle() {
    this.emitFile({ type: 'asset', fileName: 'routes.json', source: JSON.stringify(ROUTES) });
  },
};

/**
 * Nearly all that the first view loads runs at once. Browsers that know this mark compile it while
 * it comes, beside the thread that paints: https://v8.dev/blog/explicit-compile-hints.
 */
const compiledAhead: Plugin = {
  name: 'compiled-ahead',
  generateBundle: {
    // the mark has to be the very first thing of the file
    order: 'post',
    handler(_options, bundle) {
      for (const file of Object.values(bundle)) {
        if (file.type !== 'chunk' || !file.isEntry) continue;
        file.code = `//# allFunctionsCalledOnLoad\n${file.code}`;
      }
    },
  },
};

/** Addresses are relative: a proxy may serve the console under any path. */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: './',
  plugins: [routesForServer, compiledAhead],
  resolve: {
    alias: {
      '#definition': library('definition'),
      '#engine': library('engine'),
      '#expressions': library('expressions'),
      '#filters': library('filters'),
      '#graph': library('graph'),
      '#protocol': library('protocol'),
      // a library that reads bytes on a server names it; nothing of that is left in the console
      'node:buffer': fileURLToPath(new URL('./src/no-buffer.ts', import.meta.url)),
    },
  },
  build: {
    outDir: '../../dist/console',
    emptyOutDir: true,
    target: 'es2023',
    // styles and pictures stay files: the page's policy allows nothing inline
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    manifest: true,
    rolldownOptions: {
      // a module of our libraries does nothing by being loaded: what nobody calls is left out
      treeshake: { moduleSideEffects: (id) => !id.includes('/libs/') },
      // libraries mark what runs in browsers; here all of it does
      onLog: (level, log, tell) => {
        if (!QUIET.has(log.code ?? '')) tell(level, log);
      },
    },
  },
});
