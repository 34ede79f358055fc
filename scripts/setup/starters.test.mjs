import { spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { startersOf } from './starters.mjs'

test('started by hand, a command has nobody but its launcher to look after', () => {
  expect(startersOf({})).toBe(String(process.pid))
})

test.skipIf(process.platform !== 'linux')('started by npm, it names npm, whatever shell lies between', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'holdout-npm-'))
  const starters = pathToFileURL(join(import.meta.dirname, 'starters.mjs')).href
  await writeFile(join(folder, 'who.mjs'), `import { startersOf } from '${starters}'\nconsole.log(startersOf())`)
  const scripts = { who: 'node who.mjs', among: 'true && node who.mjs && true' }
  await writeFile(join(folder, 'package.json'), JSON.stringify({ scripts }))
  for (const script of Object.keys(scripts)) {
    const npm = spawn('npm', ['run', '-s', script], { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] })
    let text = ''
    for await (const chunk of npm.stdout) text += String(chunk)
    expect(text.trim().split(',').map(Number), script).toContain(npm.pid)
  }
  await rm(folder, { recursive: true })
})
