import { chmod, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { platformName, tensorflowVersion, wheelSources } from '../platform.mjs'
import { makeZip } from './makeZip.mjs'

/**
 * A checkout, a cache and a machine to set up, all of them small: pip copies a tiny wheel, the compiler writes a
 * text file, and both note down that they were called.
 */
export class FakeCheckout {
  /** @param {string} folder */
  constructor(folder) {
    this.folder = folder
    this.root = join(folder, 'checkout')
    this.cache = join(folder, 'cache')
    this.programs = join(folder, 'programs')
    this.calls = join(folder, 'calls.txt')
    this.wheel = join(folder, `tensorflow_cpu-${tensorflowVersion}-cp311-cp311-any.whl`)
    /** What programs see: no others than the fakes. */
    this.env = { PATH: this.programs, HOME: folder }
  }

  static async create() {
    const fake = new FakeCheckout(await mkdtemp(join(tmpdir(), 'holdout-setup-')))
    await fake.#writeCheckout()
    await fake.#writePrograms()
    await writeFile(fake.wheel, makeWheel())
    return fake
  }

  /** @returns {Promise<string[]>} the programs called so far, in order */
  async called() {
    const text = await readFile(this.calls, 'utf8').catch(() => '')
    return text.split('\n').filter((line) => line !== '')
  }

  /**
   * Puts a program on the machine's PATH.
   * @param {string} name
   * @param {string} body of a shell script
   */
  async addProgram(name, body) {
    const path = join(this.programs, name)
    await writeFile(path, `#!/bin/sh\n${body}\n`)
    await chmod(path, 0o755)
  }

  /** @param {string} name */
  removeProgram(name) {
    return rm(join(this.programs, name))
  }

  remove() {
    return rm(this.folder, { recursive: true, force: true })
  }

  async #writeCheckout() {
    const modules = join(this.root, 'node_modules')
    const tfjs = join(modules, '@tensorflow', 'tfjs-node')
    const kernel = join(this.root, 'src', 'trainer', 'kernel', 'native')
    for (const folder of [join(tfjs, 'binding'), join(tfjs, 'scripts'), join(modules, 'node', 'bin'), kernel]) {
      await mkdir(folder, { recursive: true })
    }
    await writeFile(join(this.root, 'package-lock.json'), '{"packages":{}}')
    await writeFile(join(modules, 'node', 'package.json'), '{"version":"24.0.0"}')
    await symlink(process.execPath, join(modules, 'node', 'bin', 'node'))
    await writeFile(join(tfjs, 'package.json'), '{"version":"4.22.0"}')
    await writeFile(join(kernel, 'addon.cc'), '// source')
    await writeFile(join(tfjs, 'binding', 'tfjs_backend.cc'), '// source')
    await writeFile(join(tfjs, 'scripts', 'install.js'), 'console.error("Error: no network"); process.exit(1)')
  }

  async #writePrograms() {
    await mkdir(this.programs)
    await this.addProgram('python3', this.pip(`/bin/cp '${this.wheel}' "$dest"`))
    await this.addProgram('g++', this.compiler('echo addon > "$output"'))
  }

  /**
   * A pip that notes `pip` for each download.
   * @param {string} download shell command; `$dest` is the folder
   */
  pip(download) {
    const find = 'for word; do [ "$last" = --dest ] && dest=$word; last=$word; done'
    return `case "$*" in *--version*) exit 0;; esac\necho pip >> '${this.calls}'\n${find}\n${download}`
  }

  /**
   * A compiler that notes `g++` for each build.
   * @param {string} build shell command; `$output` is the file
   */
  compiler(build) {
    const find = 'for word; do [ "$last" = -o ] && output=$word; last=$word; done'
    return `case "$*" in *--version*) exit 0;; esac\necho g++ >> '${this.calls}'\n${find}\n${build}`
  }
}

/** The libraries are large enough to be streamed. */
function makeWheel() {
  const libraries = wheelSources[platformName()]?.libraries ?? []
  return makeZip({
    'tensorflow/include/tensorflow/c/c_api.h': '// header',
    'tensorflow/THIRD_PARTY_NOTICES.txt': 'licences',
    'tensorflow/python/left_out.py': 'pass',
    ...Object.fromEntries(libraries.map(({ file }) => [`tensorflow/${file}`, Buffer.alloc(1_500_000, file)])),
  })
}
