import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { findCompiler } from './buildLibrary.mjs'
import { runCommand } from './command.mjs'
import { checkout } from './folders.mjs'
import { sourceFolder } from './kernelSources.mjs'

const source = join(sourceFolder(checkout), '..', 'testing', 'teamRounds.cc')
const { env } = process
/** @type {string} */
let folder
/** Without one the kernel is not built either. */
const compiler = await findCompiler(env).catch(() => undefined)

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdout-team-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** @param {string[]} flags */
async function build(...flags) {
  const program = join(folder, `rounds${String(flags.length)}`)
  const args = ['-O2', '-std=c++17', '-pthread', ...flags, source, '-o', program]
  const { code } = await runCommand(compiler ?? '', args, { env })
  return code === 0 ? program : undefined
}

it.skipIf(compiler === undefined)('threads of the kernel run each task of each round once', async () => {
  const program = await build()
  for (const threads of ['2', '4']) {
    const { code, output } = await runCommand(program ?? '', ['300000', threads], { env })
    expect({ output, code }).toEqual({ output: '0 wrong', code: 0 })
  }
})

it.skipIf(compiler === undefined)('threads of the kernel read nothing while another writes it', async (context) => {
  const program = await build('-fsanitize=thread')
  if (program === undefined) return context.skip('the compiler cannot look for races')
  const { code, output } = await runCommand(program, ['20000', '4'], { env })
  expect({ output, code }).toEqual({ output: '0 wrong', code: 0 })
})
