import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runCommand } from './setup/command.mjs'
import { checkout } from './setup/folders.mjs'
import { parseJson } from './setup/parseJson.mjs'

/** Each arrow drawn the wrong way, and the rule that must fail. */
const forbidden = [
  { file: 'src/core/reads.ts', text: "import 'node:fs'", rule: 'no-builtins-in-the-page' },
  { file: 'src/core/stores.ts', text: "import '../lab/fine.ts'", rule: 'core-imports-only-its-own' },
  {
    file: 'src/core/types.ts',
    text: "import type { Fine } from '../lab/fine.ts'\nexport type Alias = Fine",
    rule: 'core-imports-only-its-own',
  },
  { file: 'src/core/multiplies.ts', text: "import '@tensorflow/tfjs'", rule: 'tensors-stay-in-trainer' },
  { file: 'src/core/split/runs.ts', text: "import '../run/fine.ts'", rule: 'core-split-imports-folders-before-it' },
  { file: 'src/core/unlisted/adds.ts', text: "import '../fine.ts'", rule: 'core-folders-are-listed' },
  { file: 'src/contract/answers.ts', text: "import '../lab/fine.ts'", rule: 'contract-imports-only-its-own' },
  { file: 'src/lab/trains.ts', text: "import '../trainer/fine.ts'", rule: 'lab-imports-only-its-own' },
  { file: 'src/lab/multiplies.ts', text: "import '@tensorflow/tfjs-node'", rule: 'tensors-stay-in-trainer' },
  { file: 'src/lab/opens.ts', text: "import 'electron'", rule: 'electron-stays-in-main' },
  { file: 'src/trainer/stores.ts', text: "import '../lab/fine.ts'", rule: 'trainer-imports-only-its-own' },
  { file: 'src/cli/trains.ts', text: "import '../trainer/fine.ts'", rule: 'cli-imports-only-its-own' },
  { file: 'src/renderer/asks.ts', text: "import '../lab/fine.ts'", rule: 'renderer-is-a-web-page' },
  { file: 'src/renderer/reads.ts', text: "import 'node:path'", rule: 'no-builtins-in-the-page' },
  { file: 'src/preload/reads.ts', text: "import 'node:fs'", rule: 'no-builtins-in-the-page' },
  { file: 'scripts/needs.mjs', text: "import 'zod'", rule: 'set-up-needs-nothing' },
  { file: 'src/lab/left.ts', text: "import './right.ts'", rule: 'no-cycles' },
  { file: 'src/lab/lost.ts', text: "import './nowhere.ts'", rule: 'not-unresolvable' },
  { file: 'src/lab/tests.ts', text: "import './fine.test.ts'", rule: 'product-needs-no-tests' },
]

/** Arrows the right way: no rule may fail. */
const allowed = [
  { file: 'src/lab/fine.ts', text: "import 'node:fs'\nimport '../core/fine.ts'\nexport type Fine = 1" },
  { file: 'src/core/run/fine.ts', text: "import '../split/fine.ts'" },
  { file: 'src/core/split/fine.ts', text: "import '../fine.ts'" },
  { file: 'src/core/fine.ts', text: "import 'zod'\nimport 'yaml'" },
  { file: 'src/core/fine.test.ts', text: "import 'node:fs'\nimport 'vitest'\nimport './fine.ts'" },
  { file: 'src/trainer/fine.ts', text: "import '@tensorflow/tfjs'\nimport '../core/fine.ts'" },
  { file: 'src/cli/fine.ts', text: "import '../lab/fine.ts'" },
  // The other half of the cycle, which is reported once.
  { file: 'src/lab/right.ts', text: "import './left.ts'" },
  { file: 'src/lab/fine.test.ts', text: "import 'vitest'" },
]

/** @type {string} */
let folder
/** @type {{ from: string, rule: { name: string } }[]} */
let violations

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdout-rooms-'))
  for (const { file, text } of [...forbidden, ...allowed]) {
    await mkdir(dirname(join(folder, file)), { recursive: true })
    await writeFile(join(folder, file), `${text}\n`)
  }
  for (const name of ['node_modules', 'package.json']) await symlink(join(checkout, name), join(folder, name))
  const program = join(checkout, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruiser.mjs')
  const config = join(checkout, '.dependency-cruiser.cjs')
  const output = join(folder, 'violations.json')
  const args = [program, '--config', config, '--output-type', 'json', '--output-to', output, 'src', 'scripts']
  const result = await runCommand(process.execPath, args, { cwd: folder })
  const report = parseJson(await readFile(output, 'utf8').catch(() => 'null'))
  if (report === null) throw new Error(result.output)
  violations = /** @type {{ summary: { violations: typeof violations } }} */ (report).summary.violations
})
afterAll(() => rm(folder, { recursive: true }))

/** @param {string} file */
function rulesBrokenBy(file) {
  return violations.filter(({ from }) => from === file).map(({ rule }) => rule.name)
}

describe('the arrows between the rooms', () => {
  test.each(forbidden)('$file breaks $rule', ({ file, rule }) => {
    expect(rulesBrokenBy(file)).toContain(rule)
  })

  test.each(allowed)('$file breaks nothing', ({ file }) => {
    expect(rulesBrokenBy(file)).toEqual([])
  })
})
