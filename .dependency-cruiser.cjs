// The arrows between the rooms, as docs/architecture.md draws them. `severity: 'error'` throughout: a warning never fails.

const see = 'See the table of rooms in docs/architecture.md.'

/**
 * A room that may import only the rooms named, itself, and the packages named.
 * @param {string} room
 * @param {{ rooms: string[], packages: string, builtins: boolean, instead: string }} may
 */
function room(room, { rooms, packages, builtins, instead }) {
  const paths = [room, ...rooms].map((name) => `^src/${name}/`)
  if (packages) paths.push(`(^|/)node_modules/(${packages})/`)
  return {
    name: `${room}-imports-only-its-own`,
    severity: 'error',
    comment: `src/${room} may import ${[room, ...rooms].join(', ')} only. ${instead} ${see}`,
    from: { path: `^src/${room}/`, pathNot: '[.]test[.]ts$' },
    to: { couldNotResolve: false, pathNot: paths, ...(builtins && { dependencyTypesNot: ['core'] }) },
  }
}

const anyPackage = '.+'

/** The folders of core, from the ground up: each may import those before it. No two can then import each other. */
const coreFolders = [
  'random',
  'statistics',
  'settings',
  'figures',
  'csv',
  'dataset',
  'metrics',
  'preprocessing',
  'split',
  'graph',
  'model',
  'references',
  'diagnostics',
  'experiment',
  'exports',
  'run',
  'shards',
  'report',
  'words',
]

/**
 * @param {string} folder
 * @param {number} index
 */
function coreFolder(folder, index) {
  const above = coreFolders.slice(index + 1)
  return {
    name: `core-${folder}-imports-folders-before-it`,
    severity: 'error',
    comment: `src/core/${folder} may import ${['core itself', ...coreFolders.slice(0, index)].join(', ')} only. Move the type to the folder of its noun, or pass the value in. The order is the list coreFolders in .dependency-cruiser.cjs.`,
    from: { path: `^src/core/${folder}/`, pathNot: '[.]test[.]ts$' },
    to: { path: `^src/core/(${above.join('|')})/` },
  }
}

module.exports = {
  forbidden: [
    room('core', {
      rooms: [],
      packages: 'zod|yaml',
      builtins: false,
      instead: 'Files, clocks, processes and tensors belong to lab or trainer: pass core their values.',
    }),
    ...coreFolders.slice(0, -1).map(coreFolder),
    {
      name: 'core-folders-are-listed',
      severity: 'error',
      comment: 'A new folder of core takes its place in the list coreFolders in .dependency-cruiser.cjs.',
      from: { path: `^src/core/(?!(${coreFolders.join('|')})/)[^/]+/`, pathNot: '[.]test[.]ts$' },
      to: { path: '^src/core/' },
    },
    room('contract', {
      rooms: ['core'],
      packages: 'zod|@orpc/contract',
      builtins: false,
      instead: 'The contract only names procedures, events and errors; what answers them lives in lab.',
    }),
    room('lab', {
      rooms: ['core', 'contract'],
      packages: anyPackage,
      builtins: true,
      instead: 'The lab starts the trainer as a process and talks in the messages of core/run.',
    }),
    room('trainer', {
      rooms: ['core'],
      packages: anyPackage,
      builtins: true,
      instead: 'The trainer is handed a job and emits events; storing them is the business of lab.',
    }),
    room('cli', {
      rooms: ['serve', 'lab', 'contract', 'core'],
      packages: anyPackage,
      builtins: true,
      instead: 'Ask the lab for it.',
    }),
    room('serve', {
      rooms: ['lab', 'contract', 'core'],
      packages: anyPackage,
      builtins: true,
      instead: 'Ask the lab for it.',
    }),
    room('main', {
      rooms: ['lab', 'contract', 'core'],
      packages: anyPackage,
      builtins: true,
      instead: 'Ask the lab for it.',
    }),
    room('preload', {
      rooms: ['contract', 'core'],
      packages: 'electron',
      builtins: false,
      instead: 'The bridge hands a port on and does nothing else.',
    }),
    room('renderer', {
      rooms: ['contract', 'core'],
      packages: anyPackage,
      builtins: false,
      instead: 'The page asks through the contract and never reaches Node, the lab or the trainer.',
    }),
    {
      name: 'renderer-is-a-web-page',
      severity: 'error',
      comment: `The page runs in a sandbox: no Node, no Electron, no native package. Ask through src/contract. ${see}`,
      from: { path: '^src/(renderer|contract|core)/', pathNot: '[.]test[.]ts$' },
      to: {
        path: '(^|/)node_modules/(electron|ws|@duckdb|@tensorflow|@napi-rs|@types/node)/|^src/(lab|trainer|main|serve|cli)/',
      },
    },
    {
      name: 'no-builtins-in-the-page',
      severity: 'error',
      comment: `Core, contract, preload and the page run where Node is not. Put it in src/lab, behind the contract. ${see}`,
      from: { path: '^src/(core|contract|preload|renderer)/', pathNot: '[.]test[.]ts$' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'tensors-stay-in-trainer',
      severity: 'error',
      comment: `Only src/trainer (and bench) knows TensorFlow: its calls block whoever makes them. Send the trainer a job. ${see}`,
      from: { pathNot: '^(src/trainer|bench)/|(^|/)node_modules/' },
      to: { path: '(^|/)node_modules/@tensorflow/' },
    },
    {
      name: 'electron-stays-in-main',
      severity: 'error',
      comment: `Only src/main and src/preload know Electron: lab, trainer and cli run without it. ${see}`,
      from: { pathNot: '^src/(main|preload)/|(^|/)node_modules/' },
      to: { path: '^electron$|(^|/)node_modules/electron/' },
    },
    {
      name: 'set-up-needs-nothing',
      severity: 'error',
      comment: `scripts/ runs before anything is installed: Node's own modules only. ${see}`,
      from: { path: '^scripts/', pathNot: '[.]test[.]mjs$' },
      to: { pathNot: '^scripts/', dependencyTypesNot: ['core'] },
    },
    {
      name: 'product-needs-no-tests',
      severity: 'error',
      comment:
        'What is shipped never imports a test or a file of a folder named testing. Move what both need into a file of its own.',
      from: { path: '^(src|scripts)/', pathNot: '[.]test[.](ts|mjs)$|/testing/' },
      to: { path: '[.]test[.](ts|mjs)$|/testing/|(^|/)node_modules/(vitest|fast-check)/' },
    },
    {
      name: 'no-cycles',
      severity: 'error',
      comment:
        'Two files that need each other are one thing or hide a third: move what both need into a file of its own.',
      from: { pathNot: '(^|/)node_modules/' },
      to: { circular: true },
    },
    {
      name: 'not-unresolvable',
      severity: 'error',
      comment: 'The import leads nowhere: check the spelling and the `.ts` ending, or add the package to package.json.',
      from: { pathNot: '(^|/)node_modules/' },
      to: { couldNotResolve: true },
    },
    {
      name: 'only-declared-packages',
      severity: 'error',
      comment:
        'A package must stand in package.json itself, with its exact version; being there by accident does not count.',
      from: { path: '^(src|bench)/' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    combinedDependencies: false,
    builtInModules: { add: ['node:sqlite', 'node:test', 'node:sea'] },
    enhancedResolveOptions: {
      extensions: ['.ts', '.mts', '.vue', '.mjs', '.cjs', '.js', '.json', '.d.ts'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types', 'typings'],
    },
    skipAnalysisNotInRules: true,
  },
}
