import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { withLock } from './lock.mjs'

/** @type {string} */
let folder

beforeEach(async () => {
  vi.spyOn(process.stderr, 'write').mockReturnValue(true)
  folder = await mkdtemp(join(tmpdir(), 'holdout-lock-'))
})
afterEach(() => rm(folder, { recursive: true }))

/** A process that runs until it is killed. */
function startSleeper() {
  return spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' })
}

/** @param {import('node:child_process').ChildProcess} child */
async function end(child) {
  child.kill('SIGKILL')
  await once(child, 'exit')
}

test('lets one work at a time and leaves nothing behind', async () => {
  let inside = 0
  let most = 0
  const work = async () => {
    most = Math.max(most, ++inside)
    await pause(20)
    inside--
  }
  await Promise.all(Array.from({ length: 5 }, () => withLock(join(folder, 'lock'), work)))
  expect(most).toBe(1)
  expect(await readdir(folder)).toEqual([])
})

test('gives the lock back when the work fails', async () => {
  const failing = withLock(join(folder, 'lock'), () => Promise.reject(new Error('no')))
  await expect(failing).rejects.toThrow('no')
  expect(await withLock(join(folder, 'lock'), () => Promise.resolve('yes'))).toBe('yes')
})

test('waits for a living owner and takes over from a dead one', async () => {
  const owner = startSleeper()
  const lock = join(folder, 'lock')
  await mkdir(lock)
  await writeFile(join(lock, 'owner.json'), JSON.stringify({ pid: owner.pid, host: hostname(), token: 'theirs' }))
  let entered = false
  const mine = withLock(lock, () => Promise.resolve((entered = true)))
  await pause(500)
  expect(entered).toBe(false)
  await end(owner)
  expect(await mine).toBe(true)
})

test('waits for a program that outlived the owner', async () => {
  const program = startSleeper()
  const owner = startSleeper()
  const lock = join(folder, 'lock')
  await mkdir(lock)
  await writeFile(join(lock, 'owner.json'), JSON.stringify({ pid: owner.pid, host: hostname(), token: 'theirs' }))
  await writeFile(join(lock, `held-${program.pid ?? 0}`), '')
  await end(owner)
  let entered = false
  const mine = withLock(lock, () => Promise.resolve((entered = true)))
  await pause(500)
  expect(entered).toBe(false)
  await end(program)
  expect(await mine).toBe(true)
})

test('takes over from an owner that is dead and not yet collected', async () => {
  // `exec sleep` never waits for the child it inherits, which ends at once and stays a zombie.
  const parent = spawn('/bin/sh', ['-c', 'sh -c "exit 0" & echo $!; exec sleep 30'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const lines = /** @type {Buffer[]} */ (await once(parent.stdout, 'data'))
  await pause(200)
  const lock = join(folder, 'lock')
  await mkdir(lock)
  await writeFile(
    join(lock, 'owner.json'),
    JSON.stringify({ pid: Number(lines[0]), host: hostname(), token: 'theirs' }),
  )
  expect(await withLock(lock, () => Promise.resolve('mine'))).toBe('mine')
  await end(parent)
})

test.each([
  ['empty', ''],
  ['half-written', '{"pid": 12'],
  ['of another shape', '[]'],
])('takes over a lock whose note of the owner is %s', async (_, note) => {
  const lock = join(folder, 'lock')
  await mkdir(lock)
  await writeFile(join(lock, 'owner.json'), note)
  const before = new Date(Date.now() - 60_000)
  await utimes(lock, before, before)
  expect(await withLock(lock, () => Promise.resolve('in'))).toBe('in')
  expect(await readdir(folder)).toEqual([])
})
