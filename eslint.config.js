import prettier from 'eslint-config-prettier/flat'
import vue from 'eslint-plugin-vue'
import { defineConfig, globalIgnores } from 'eslint/config'
import tseslint from 'typescript-eslint'

const FUNCTION_LINES = 60
const FILE_LINES = 300

/** Longer files: components with their templates and styles. A new one needs a reason of its own. */
const LONG_FILES = [
  'src/renderer/src/grid/VirtualGrid.vue',
  'src/renderer/src/rooms/data/DataView.vue',
  'src/renderer/src/rooms/diagnose/DiagnoseView.vue',
  'src/renderer/src/rooms/history/RunTable.vue',
]

/**
 * @param {number} max
 * @returns {[ 'error', object ]}
 */
const atMost = (max) => ['error', { max, skipBlankLines: true, skipComments: true }]

const unusedNames = { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrorsIgnorePattern: '^_' }

// Components alone. All other files are checked by Oxlint: see .oxlintrc.json.
export default defineConfig(
  globalIgnores(['node_modules/', 'out/', 'dist/', 'test-results/', 'bench/results/', 'fixtures/', 'resources/']),
  {
    // Templates and scripts of components; their types are checked by vue-tsc.
    files: ['src/renderer/**/*.vue'],
    extends: [tseslint.configs.strict, vue.configs['flat/recommended']],
    languageOptions: { parserOptions: { parser: tseslint.parser } },
    rules: {
      eqeqeq: ['error', 'always'],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', unusedNames],
      'max-lines': atMost(FILE_LINES),
      'max-lines-per-function': atMost(FUNCTION_LINES),
      'no-restricted-syntax': [
        'error',
        {
          selector: ':matches(PropertyDefinition, MethodDefinition[kind!="constructor"])[accessibility="private"]',
          message: 'Private members are written with #.',
        },
      ],
      'vue/block-lang': ['error', { script: { lang: 'ts' } }],
      'vue/component-api-style': ['error', ['script-setup']],
      'vue/no-v-html': 'error',
      'vue/no-v-text-v-html-on-component': 'error',
      // What is optional is undefined without being said so.
      'vue/require-default-prop': 'off',
    },
  },
  { files: LONG_FILES, rules: { 'max-lines': 'off' } },
  prettier,
)
