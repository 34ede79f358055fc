import { mkdtemp, readFile, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runCommand } from '../setup/command.mjs'
import { parseJson } from '../setup/parseJson.mjs'
import { readState } from '../setup/state.mjs'
import { checkout } from '../setup/folders.mjs'
import { newestVersion } from '../setup/symbolVersions.mjs'
import { checkSums, digestOfRun, fetchPage, ofCheckout, shortExercise } from './checkPackage.mjs'
import { filesIn } from './copyTree.mjs'
import { stageTree } from './stageTree.mjs'

/** Packages hold the library of the wheel, which a set-up with the portable backend does not have. */
const isPossible = process.platform === 'linux' && readState(checkout)?.origin === 'wheel'

/** Minutes on a busy machine: the page is built where it is stale, a gigabyte is read, five processes start. */
const patience = 600_000

// The tree is run as it lies. Compressing, unpacking and installing it take too long here: `npm run package -- --check` does.
describe.runIf(isPossible)('the tree that is packed', { timeout: patience }, () => {
  /** @type {string} */
  let folder
  /** @type {string} */
  let tree
  /** @type {string[]} */
  let files

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'holdout-tree-'))
    tree = await stageTree(join(folder, 'holdout'))
    files = await filesIn(tree)
  }, patience)
  afterAll(() => rm(folder, { recursive: true, force: true }))

  const installed = () => ({ program: join(tree, 'bin', 'holdout'), bare: true })

  test('computes what the checkout computes, with nothing of this machine', async () => {
    const experiment = await shortExercise(folder, 10)
    expect(await digestOfRun(installed(), experiment)).toBe(await digestOfRun(ofCheckout, experiment))
  })

  test('serves the page', async () => {
    expect(await fetchPage(installed())).toBeGreaterThan(2)
  })

  test('finds nothing missing, and says what came with it', async () => {
    const result = await runCommand(join(tree, 'bin', 'holdout'), ['doctor'], {
      env: { PATH: '/usr/bin:/bin', HOME: folder },
    })
    expect(result.output).toContain('from this package of Holdout')
    expect(result.output).not.toContain('damaged')
    const kernel = readState(checkout)?.kernelReason
    expect(result.output).toMatch(kernel ? 'the package was made without it' : /Kernel +built, .*lane_kernel\.node/)
    expect(result.code).toBe(0)
  })

  test('checks its own files', async () => {
    expect(await checkSums(tree)).toBe(files.length - 1)
  })

  test('holds no sources, types, maps and links, and little beside the library', async () => {
    expect(files.filter((file) => /\.(map|d\.[cm]?ts|vue|test\.js)$|\/include\//.test(file))).toEqual([])
    const entries = await readdir(tree, { recursive: true, withFileTypes: true })
    expect(entries.filter((entry) => entry.isSymbolicLink())).toEqual([])
    const others = files.filter((file) => !file.includes('libtensorflow'))
    const sizes = await Promise.all(others.map(async (file) => (await stat(join(tree, file))).size))
    const rest = sizes.reduce((sum, size) => sum + size, 0)
    expect(rest).toBeLessThan(260e6)
  })

  test('asks for no newer system than RHEL 8', async () => {
    const binaries = files.filter((file) => /\.(node|so(\.\d+)*)$/.test(file) && !/libtensorflow/.test(file))
    expect(binaries.length).toBeGreaterThan(2)
    for (const file of [...binaries, 'bin/node']) {
      const bytes = await readFile(join(tree, file))
      expect(newestVersion(bytes, 'GLIBC'), file).toBeLessThanOrEqual(28)
      expect(newestVersion(bytes, 'GLIBCXX'), file).toBeLessThanOrEqual(25)
    }
  })

  test('names the licence and the version of everything in it', async () => {
    const licences = await readFile(join(tree, 'THIRD-PARTY-LICENCES.txt'), 'utf8')
    const bill = /** @type {{ bomFormat: string, components: { name: string, version: string }[] }} */ (
      parseJson(await readFile(join(tree, 'sbom.cdx.json'), 'utf8'))
    )
    expect(bill.bomFormat).toBe('CycloneDX')
    const packed = files.filter((file) => /node_modules\/(@[^/]+\/)?[^/]+\/package\.json$/.test(file))
    expect(packed.length).toBeGreaterThan(50)
    for (const file of packed) {
      const { name, version } = /** @type {{ name: string, version: string }} */ (
        parseJson(await readFile(join(tree, file), 'utf8'))
      )
      expect(licences).toContain(`\n${name} ${version} (`)
      expect(bill.components, name).toContainEqual(expect.objectContaining({ name, version }))
    }
    // What the page has inside, and what npm does not know.
    for (const name of ['@vue/runtime-core', 'chart.js', 'inter', 'node', 'tensorflow'])
      expect(licences).toMatch(new RegExp(`\n${name} \\d`))
    expect(licences).not.toContain('(unknown)')
  })
})
