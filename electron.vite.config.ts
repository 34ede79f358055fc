import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'electron-vite'
import type { Plugin } from 'vite'
import { readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { pageBuild, unreadNames } from './src/renderer/pageBuild.ts'

const source = (path: string) => resolve(import.meta.dirname, 'src', path)

/** What several rooms use, charts apart. */
const SHARED = /^(?!.*(?:chart|kurkle|Chart|useDragZoom|useAxis|SeriesKey))/

const components = readdirSync(source('renderer/src'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.vue'))
  .map((name) => `src/${name.replaceAll('\\', '/')}`)
  .sort()

/** The scope of a component's styles: its number, as the usual eight random digits do not compress. */
const componentIdGenerator = (path: string) => components.indexOf(path).toString(36)

/** Copies files that programs read from beside their module. */
function besides(folder: string, ending: string): Plugin {
  return {
    name: 'holdout:besides',
    generateBundle() {
      for (const name of readdirSync(source(folder)).filter((file) => file.endsWith(ending)))
        this.emitFile({
          type: 'asset',
          fileName: `${folder}/${name}`,
          source: readFileSync(source(`${folder}/${name}`)),
        })
    },
  }
}

// What is built lies in `out` as the sources lie in `src`, file by file: stack traces name the file, and the lab finds the
// trainer and package.json from where it stands as it does in the checkout.
export default defineConfig({
  main: {
    plugins: [besides('lab/places/ray', '.py')],
    build: {
      outDir: 'out',
      emptyOutDir: true,
      sourcemap: true,
      rolldownOptions: {
        input: {
          'main/index': source('main/index.ts'),
          'cli/main': source('cli/main.ts'),
          'trainer/main': source('trainer/main.ts'),
          'trainer/probe': source('trainer/probe.ts'),
          'trainer/job/tableSumThread': source('trainer/job/tableSumThread.ts'),
          'trainer/shards/main': source('trainer/shards/main.ts'),
          'trainer/shards/receive': source('trainer/shards/receive.ts'),
          'trainer/shards/follow': source('trainer/shards/follow.ts'),
          'trainer/shards/stamp': source('trainer/shards/stamp.ts'),
          'trainer/references/main': source('trainer/references/main.ts'),
          'trainer/references/referenceThread': source('trainer/references/referenceThread.ts'),
          'lab/datasets/profile/columnThread': source('lab/datasets/profile/columnThread.ts'),
          'lab/datasets/stream/streamThread': source('lab/datasets/stream/streamThread.ts'),
          'lab/experiments/experimentThread': source('lab/experiments/experimentThread.ts'),
          'lab/datasets/forms/workbookThread': source('lab/datasets/forms/workbookThread.ts'),
          'lab/models/aside/predictionThread': source('lab/models/aside/predictionThread.ts'),
          'lab/exports/aside/exportThread': source('lab/exports/aside/exportThread.ts'),
          'lab/runs/replay/fitScopeThread': source('lab/runs/replay/fitScopeThread.ts'),
          'lab/diagnostics/diagnosisThread': source('lab/diagnostics/diagnosisThread.ts'),
        },
        output: {
          format: 'es',
          preserveModules: true,
          preserveModulesRoot: 'src',
          entryFileNames: '[name].js',
        },
      },
    },
  },
  preload: {
    build: {
      // A sandboxed preload is one CommonJS file that needs nothing but electron.
      externalizeDeps: false,
      outDir: 'out/preload',
      license: { fileName: '.vite/license.json' },
      rolldownOptions: {
        input: source('preload/index.ts'),
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: source('renderer'),
    plugins: [vue({ features: { componentIdGenerator } }), unreadNames],
    ...pageBuild,
    build: {
      outDir: resolve(import.meta.dirname, 'out/renderer'),
      emptyOutDir: true,
      // Licences of what is bundled, for packages.
      license: { fileName: '.vite/license.json' },
      target: 'esnext',
      // Leaves a tenth less of Chart.js than the bundler's own minifier does: the page has a limit of weight.
      minify: 'terser',
      terserOptions: {
        module: true,
        ecma: 2020,
        compress: { passes: 3 },
        format: { comments: false },
        safari10: false,
      },
      // One style sheet and few scripts: the smaller a file, the less it is compressed.
      cssCodeSplit: false,
      modulePreload: { polyfill: false },
      rolldownOptions: {
        input: source('renderer/index.html'),
        output: {
          codeSplitting: {
            groups: [
              // Words of layers, strategies and scores in both languages: without a place of their own they would take Chinese and the
              // rooms along, or Chinese them.
              {
                name: 'shared',
                test: /\/rooms\/model\/layer(?:Rows|Words)\.|\/core\/(?:split|metrics|statistics)\//,
                priority: 4,
              },
              { name: 'zh-CN', test: /zh-CN/, priority: 3 },
              { name: 'shared', test: SHARED, minShareCount: 2, priority: 2 },
              // One file for all rooms is compressed better than one for each.
              { name: 'rooms', test: /\/(?:rooms\/(?!start\/)|grid\/|charts\/)/, priority: 1 },
            ],
          },
        },
      },
    },
  },
})
