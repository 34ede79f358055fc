import prettier from 'eslint-config-prettier/flat'
import vue from 'eslint-plugin-vue'
import { defineConfig, globalIgnores } from 'eslint/config'
import tseslint from 'typescript-eslint'

const FUNCTION_LINES = 60
const FILE_LINES = 300

/** Longer files, each with the reason. A new one needs a reason of its own. */
const LONG_FILES = [
  // One state machine over bytes: its steps share the position in the buffer.
  'src/core/csv/csvScanner.ts',
  // One class each: the order of what it does is the point.
  'src/trainer/job/runJob.ts',
  'src/lab/places/remoteSession.ts',
  // Tables of cases and of words.
  'src/lab/datasets/testing/readingCases.ts',
  'src/renderer/src/rooms/*/words/*.ts',
  // Options of a command with their help.
  'src/cli/commands/run.ts',
  // A component with its template and styles.
  'src/renderer/src/grid/VirtualGrid.vue',
  'src/renderer/src/rooms/data/DataView.vue',
  'src/renderer/src/rooms/diagnose/DiagnoseView.vue',
  'src/renderer/src/rooms/history/RunTable.vue',
]

/** Files with a longer function: set-ups of stores, charts and commands, whose parts share their state. */
const LONG_FUNCTIONS = [
  'src/contract/fake/fakeLab.ts',
  'src/lab/trainers/testing/trainerContract.ts',
  'src/renderer/src/charts/parallelCoordinates.ts',
  'src/renderer/src/charts/posteriorChart.ts',
  'src/renderer/src/charts/sweepHeatMap.ts',
  'src/renderer/src/composables/useAxisBrush.ts',
  'src/renderer/src/composables/useFieldUndo.ts',
  'src/renderer/src/rooms/data/useRoles.ts',
  'src/renderer/src/rooms/data/useTarget.ts',
  'src/renderer/src/rooms/model/useModelCommands.ts',
]

/**
 * @param {number} max
 * @returns {[ 'error', object ]}
 */
const atMost = (max) => ['error', { max, skipBlankLines: true, skipComments: true }]

const unusedNames = { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrorsIgnorePattern: '^_' }

export default defineConfig(
  globalIgnores(['node_modules/', 'out/', 'dist/', 'test-results/', 'bench/results/', 'fixtures/', 'resources/']),
  {
    files: ['**/*.ts', '**/*.mjs', '**/*.js'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      eqeqeq: ['error', 'always'],
      'no-restricted-properties': [
        'error',
        { object: 'Math', property: 'random', message: 'Random numbers come from a keyed stream (core/random).' },
      ],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unused-vars': ['error', unusedNames],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      // With `noUncheckedIndexedAccess` off an index may miss although its type does not say so: guards are right.
      '@typescript-eslint/no-unnecessary-condition': 'off',
    },
  },
  {
    files: ['src/core/**/*.ts'],
    ignores: ['**/*.test.ts'],
    rules: {
      'no-restricted-globals': [
        'error',
        { name: 'Date', message: 'Core has no clock: take the time as an argument.' },
        { name: 'performance', message: 'Core has no clock: take the time as an argument.' },
        { name: 'console', message: 'Core has no output: return what there is to say.' },
        { name: 'process', message: 'Core runs everywhere: take settings as arguments.' },
      ],
    },
  },
  {
    // Templates and scripts of components; their types are checked by vue-tsc.
    files: ['src/renderer/**/*.vue'],
    extends: [tseslint.configs.strict, vue.configs['flat/recommended']],
    languageOptions: { parserOptions: { parser: tseslint.parser } },
    rules: {
      eqeqeq: ['error', 'always'],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', unusedNames],
      'vue/block-lang': ['error', { script: { lang: 'ts' } }],
      'vue/component-api-style': ['error', ['script-setup']],
      'vue/no-v-html': 'error',
      'vue/no-v-text-v-html-on-component': 'error',
      // What is optional is undefined without being said so.
      'vue/require-default-prop': 'off',
    },
  },
  {
    files: ['src/renderer/**/*.ts'],
    rules: {
      // The functions of stores are made to be taken apart.
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  {
    files: ['src/**/*.ts', 'src/**/*.vue', 'scripts/**/*.mjs', 'bench/**/*.ts'],
    // A test file is one list of cases.
    ignores: ['**/*.test.ts', '**/*.test.mjs'],
    rules: {
      'max-lines': atMost(FILE_LINES),
      'max-lines-per-function': atMost(FUNCTION_LINES),
      'no-restricted-syntax': [
        'error',
        {
          selector: ':matches(PropertyDefinition, MethodDefinition[kind!="constructor"])[accessibility="private"]',
          message: 'Private members are written with #.',
        },
      ],
    },
  },
  { files: LONG_FILES, rules: { 'max-lines': 'off' } },
  { files: LONG_FUNCTIONS, rules: { 'max-lines-per-function': 'off' } },
  {
    files: ['**/*.test.ts', '**/*.test.mjs'],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
  prettier,
)
