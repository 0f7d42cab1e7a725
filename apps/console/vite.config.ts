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

/** Addresses are relative: a proxy may serve the console under any path. */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: './',
  plugins: [routesForServer],
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
