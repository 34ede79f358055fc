import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { placeShell } from './placeShell.ts'
import { OwnSsh, hasSsh } from './testing/ownSsh.ts'

/** Whatever a name may hold. */
const WORDS = [
  "it's",
  'two words',
  '"quoted"',
  '$HOME `id` $(id)',
  'line\nline',
  '\\',
  '*',
  '~',
  '',
  'é 中文',
  '-n',
  '; exit 3',
  '!!',
]
const PRINT = ['sh', '-c', 'for word; do printf "%s\\0" "$word"; done', 'sh']

describe('the shell of this machine', () => {
  const shell = placeShell(undefined)

  it('hands arguments and input over as they are', async () => {
    const { stdout, code } = await shell.run([...PRINT, ...WORDS])
    expect([code, stdout.split('\0').slice(0, -1)]).toEqual([0, WORDS])
    expect((await shell.run(['cat'], 'some\0input\n')).stdout).toBe('some\0input\n')
  })

  it('says what became of a program that is not there', async () => {
    expect(await shell.run(['no-such-program'])).toMatchObject({
      code: null,
      stderr: expect.stringContaining('ENOENT') as string,
    })
  })
})

describe.skipIf(!hasSsh())('a shell over ssh', { timeout: 120_000 }, () => {
  let ssh: OwnSsh
  const path = process.env['PATH'] ?? ''
  beforeAll(async () => {
    ssh = await OwnSsh.start({})
    process.env['PATH'] = `${ssh.programs}:${path}`
  })
  afterAll(() => {
    process.env['PATH'] = path
    ssh.stop()
  })

  it('hands arguments over as they are, and passes input, output and the end on', async () => {
    const shell = placeShell(ssh.host)
    const { stdout, code } = await shell.run([...PRINT, ...WORDS])
    expect([code, stdout.split('\0').slice(0, -1)]).toEqual([0, WORDS])
    expect(await shell.run(['sh', '-c', 'cat; echo wrong >&2; exit 7'], 'input')).toEqual({
      code: 7,
      stdout: 'input',
      stderr: 'wrong\n',
    })
  })

  it('does not take a host for an option', async () => {
    const { code } = await placeShell('-oProxyCommand=touch /tmp/holdout-must-not-be').run(['true'])
    expect(code).not.toBe(0)
  })
})
