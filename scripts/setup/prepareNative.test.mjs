import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdir, open, readFile, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { addonPlace } from './addon.mjs'
import { FakeCheckout } from './fakes/fakeCheckout.mjs'
import { kernelPlace } from './kernelSources.mjs'
import { libraryFolder } from './library.mjs'
import { platformName, wheelSources } from './platform.mjs'
import { prepareNative } from './prepareNative.mjs'
import { currentStamp, isReady, readState } from './state.mjs'

/** @type {FakeCheckout} */
let fake

beforeEach(async () => {
  vi.spyOn(process.stderr, 'write').mockReturnValue(true)
  fake = await FakeCheckout.create()
})
afterEach(() => fake.remove())

/** @param {{ portable?: boolean, probe?: () => Promise<string> }} [options] */
function setUp({ portable = false, probe = () => Promise.resolve('2.21.0') } = {}) {
  const probeKernel = () => Promise.resolve()
  return prepareNative({ root: fake.root, cache: fake.cache, portable, env: fake.env, probe, probeKernel })
}

function startProcess() {
  const script = join(import.meta.dirname, 'fakes', 'prepare.mjs')
  return spawn(process.execPath, [script, fake.root, fake.cache, fake.programs], { stdio: 'ignore' })
}

/** @param {() => boolean | Promise<boolean>} condition */
async function until(condition) {
  while (!(await condition())) await pause(10)
}

/** @param {string} program */
async function hasCalled(program) {
  return (await fake.called()).includes(program)
}

// There is a wheel to fake only for the platforms that have a real one.
describe.runIf(wheelSources[platformName()])('with pip and a compiler', () => {
  test('fetches, unpacks, builds, and leaves neither wheel nor headers', async () => {
    const state = await setUp()
    expect(state).toMatchObject({ backend: 'native', origin: 'wheel', reason: null, hint: null })
    expect(await fake.called()).toEqual(['pip', 'g++', 'g++'])
    expect(await readFile(addonPlace(fake.root), 'utf8')).toBe('addon\n')
    expect(await readFile(kernelPlace(fake.root), 'utf8')).toBe('addon\n')
    expect((await readdir(libraryFolder(fake.cache))).sort()).toEqual([
      ...['THIRD_PARTY_NOTICES.txt', 'addon', 'lib', 'library.json'],
    ])
    expect((await readdir(fake.cache)).sort()).toEqual([
      'kernel',
      'locks',
      libraryFolder(fake.cache).slice(fake.cache.length + 1),
    ])
    expect(isReady(readState(fake.root), { stamp: currentStamp(fake.root), portable: false })).toBe(true)
  })

  test('takes from the cache what another checkout fetched', async () => {
    await setUp()
    await setUp()
    expect(await fake.called()).toEqual(['pip', 'g++', 'g++'])
  })

  test('fetches again when the bytes of the library are not those unpacked', async () => {
    const { library } = await setUp()
    await using file = await open(join(library ?? '', wheelSources[platformName()]?.libraries[0].file ?? ''), 'r+')
    await file.write('X', 1_000_000)
    await setUp()
    expect(await fake.called()).toEqual(['pip', 'g++', 'g++', 'pip', 'g++'])
  })

  test('keeps the addon of another checkout when it needs one of its own', async () => {
    await setUp()
    const other = await FakeCheckout.create()
    await writeFile(
      join(other.root, 'node_modules', '@tensorflow', 'tfjs-node', 'binding', 'tfjs_backend.cc'),
      '// new',
    )
    await prepareNative({
      root: other.root,
      cache: fake.cache,
      portable: false,
      env: other.env,
      probe: () => Promise.resolve('2.21.0'),
    })
    expect(await other.called()).toEqual(['pip', 'g++'])
    expect(await readFile(addonPlace(fake.root), 'utf8')).toBe('addon\n')
    await other.remove()
  })

  test('refuses a damaged wheel, deletes it, and fetches anew the next time', async () => {
    const bytes = await readFile(fake.wheel)
    bytes[bytes.indexOf('libtensorflow') + 200] ^= 0xff
    const whole = await readFile(fake.wheel)
    await writeFile(fake.wheel, bytes)
    expect(await setUp()).toMatchObject({ backend: 'portable', origin: 'none' })
    expect(existsSync(libraryFolder(fake.cache))).toBe(false)
    await writeFile(fake.wheel, whole)
    expect(await setUp()).toMatchObject({ backend: 'native' })
    expect(await fake.called()).toEqual(['pip', 'g++', 'pip', 'g++'])
  })

  test('asks for the wheel of another Python where the local one has none', async () => {
    const other = `case "$*" in *--python-version*3.11*) /bin/cp '${fake.wheel}' "$dest";; *) echo ERROR: none; exit 1;; esac`
    await fake.addProgram('python3', fake.pip(other))
    expect(await setUp()).toMatchObject({ backend: 'native', origin: 'wheel' })
    expect(await fake.called()).toEqual(['pip', 'pip', 'pip', 'g++', 'g++'])
  })

  test('two at once fetch and build once', async () => {
    await fake.addProgram('python3', fake.pip(`/bin/sleep 0.5; /bin/cp '${fake.wheel}' "$dest"`))
    const both = [startProcess(), startProcess()]
    const ends = await Promise.all(both.map((child) => once(child, 'exit')))
    expect(ends).toEqual([
      [0, null],
      [0, null],
    ])
    expect(await fake.called()).toEqual(['pip', 'g++', 'g++'])
    expect(readState(fake.root)?.backend).toBe('native')
  })

  test.each([
    { during: 'the fetching', program: 'pip' },
    { during: 'the build', program: 'g++' },
  ])('is repeated after kill -9 during $during', async ({ program }) => {
    await fake.addProgram('python3', fake.pip(program === 'pip' ? '/bin/sleep 1' : `/bin/cp '${fake.wheel}' "$dest"`))
    await fake.addProgram('g++', fake.compiler('echo half > "$output"; /bin/sleep 1'))
    const child = startProcess()
    await until(() => hasCalled(program))
    child.kill('SIGKILL')
    await once(child, 'exit')
    expect(readState(fake.root)).toBeUndefined()
    expect(existsSync(addonPlace(fake.root))).toBe(false)

    await fake.addProgram('python3', fake.pip(`/bin/cp '${fake.wheel}' "$dest"`))
    await fake.addProgram('g++', fake.compiler('echo addon > "$output"'))
    expect(await setUp()).toMatchObject({ backend: 'native' })
    expect(await readFile(addonPlace(fake.root), 'utf8')).toBe('addon\n')
    expect((await readdir(fake.cache)).filter((name) => name.includes('partial'))).toEqual([])
  })

  test('is repeated after kill -9 during the unpacking', async () => {
    const partial = `${libraryFolder(fake.cache)}.partial-123`
    await mkdir(join(partial, 'lib'), { recursive: true })
    await writeFile(join(partial, 'lib', 'libtensorflow_cc.so.2'), 'half')
    expect(await setUp()).toMatchObject({ backend: 'native' })
    expect(existsSync(partial)).toBe(false)
  })

  test('goes on with the portable backend where the library does not load', async () => {
    const state = await setUp({ probe: () => Promise.reject(new Error('this processor lacks instructions')) })
    expect(state).toMatchObject({ backend: 'portable', origin: 'none' })
    expect(state.reason).toContain('this processor lacks instructions')
    expect(existsSync(addonPlace(fake.root))).toBe(false)
  })
})

describe.runIf(wheelSources[platformName()])('the training kernel', () => {
  test('is built anew when its sources change', async () => {
    const { stamp } = await setUp()
    await writeFile(join(fake.root, 'src', 'trainer', 'kernel', 'native', 'addon.cc'), '// another source')
    expect(currentStamp(fake.root)).not.toBe(stamp)
    await setUp()
    expect(await fake.called()).toEqual(['pip', 'g++', 'g++', 'g++'])
  })
})

describe('without what it takes', () => {
  test.each(['python3', 'g++'])('falls on to the portable backend without %s and says why', async (missing) => {
    await fake.removeProgram(missing)
    const state = await setUp()
    expect(state).toMatchObject({ backend: 'portable', origin: 'none', forced: false, library: null, addon: null })
    expect(state.reason).toMatch(
      missing === 'g++' ? /no C\+\+ compiler.*download failed/ : /no Python with pip.*download failed/,
    )
    expect(state.hint).toContain('npm run setup')
    // The training kernel needs a compiler alone.
    expect(await fake.called()).toEqual(missing === 'g++' ? [] : ['g++'])
    expect(state.kernel).toBe(missing === 'g++' ? null : kernelPlace(fake.root))
    expect(state.kernelReason === null).toBe(missing !== 'g++')
    expect(isReady(readState(fake.root), { stamp: currentStamp(fake.root), portable: false })).toBe(true)
  })

  test('looks for nothing where the portable backend is asked for', async () => {
    const state = await setUp({ portable: true })
    expect(state).toMatchObject({ backend: 'portable', forced: true })
    expect(await fake.called()).toEqual([])
    expect(existsSync(fake.cache)).toBe(false)
    expect(isReady(state, { stamp: state.stamp, portable: true })).toBe(true)
    expect(isReady(state, { stamp: state.stamp, portable: false })).toBe(false)
  })
})
