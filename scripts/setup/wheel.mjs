import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises'
import { homedir, userInfo } from 'node:os'
import { basename, join } from 'node:path'
import { lastWords, runCommand } from './command.mjs'
import { wheelSums } from './pins.mjs'
import { tensorflowVersion, wheelMegabytes, wheelPythons } from './platform.mjs'
import { megabytes, say, sayStill } from './say.mjs'
import { requireSum } from './sha256.mjs'

/** The ways to call pip, in the order they are tried. */
const pips = [['python3', '-m', 'pip'], ['python', '-m', 'pip'], ['pip3'], ['pip']]

/**
 * The wheel of the TensorFlow library, fetched by pip under its name unless an earlier set-up left it behind.
 * @param {{ cache: string, source: import('./platform.mjs').WheelSource, env: NodeJS.ProcessEnv }} where
 * @returns {Promise<string>} path of the wheel
 * @throws {Error} when no pip is there or none can fetch it
 */
export async function fetchWheel({ cache, source, env }) {
  const folder = join(cache, 'downloads')
  await mkdir(folder, { recursive: true })
  const left = await findWheel(folder)
  if (left && (await isExpected(left))) return left
  const pipEnv = withPipSettings(env)
  const pip = await findPip(pipEnv)
  const arriving = await mkdtemp(join(folder, 'arriving.partial-'))
  say(`fetching ${source.package} ${tensorflowVersion} with pip (about ${wheelMegabytes} MB, once for all checkouts)`)
  try {
    await sayStill('fetching', download(pip, arriving, source, pipEnv))
    return await settle(arriving, folder)
  } finally {
    await rm(arriving, { recursive: true, force: true })
  }
}

/**
 * Where HOME was pointed elsewhere, pip would not see the account's own settings, and with them perhaps the only index
 * it can reach: they are named to it.
 * @param {NodeJS.ProcessEnv} env
 * @returns {NodeJS.ProcessEnv}
 */
function withPipSettings(env) {
  const account = userInfo().homedir
  if (env.PIP_CONFIG_FILE || (env.HOME ?? homedir()) === account) return env
  const files = [join(account, '.config', 'pip', 'pip.conf'), join(account, '.pip', 'pip.conf')]
  const settings = files.find((file) => existsSync(file))
  return settings ? { ...env, PIP_CONFIG_FILE: settings } : env
}

/** @param {string} folder */
async function findWheel(folder) {
  const name = (await readdir(folder)).find((file) => file.endsWith('.whl') && file.includes(`-${tensorflowVersion}-`))
  return name && join(folder, name)
}

/**
 * A wheel that an earlier set-up left and that is another one than expected is removed.
 * @param {string} wheel
 */
async function isExpected(wheel) {
  try {
    await requireSum(wheel, wheelSums[basename(wheel)], 'the wheel')
    return true
  } catch {
    await rm(wheel, { force: true })
    return false
  }
}

/** @param {NodeJS.ProcessEnv} env */
async function findPip(env) {
  for (const [program, ...args] of pips) {
    const { code } = await runCommand(program, [...args, '--version'], { env })
    if (code === 0) return [program, ...args]
  }
  throw new Error('there is no Python with pip to fetch the library with')
}

/**
 * @param {string[]} pip
 * @param {string} folder
 * @param {import('./platform.mjs').WheelSource} source
 * @param {NodeJS.ProcessEnv} env
 */
async function download([program, ...args], folder, source, env) {
  const fixed = ['--no-deps', '--only-binary=:all:', '--no-cache-dir', '--progress-bar', 'off', '--dest', folder]
  const named = `${source.package}==${tensorflowVersion}`
  let failure = ''
  for (const choice of pythonChoices(source)) {
    const result = await runCommand(program, [...args, 'download', ...fixed, ...choice, named], { env })
    if (result.code === 0) return
    failure ||= lastWords(result)
  }
  throw new Error(`pip could not fetch ${named}: ${failure}`)
}

/**
 * The local Python's own wheel first, then those of other Pythons: the libraries in them are the same.
 * @param {import('./platform.mjs').WheelSource} source
 */
function pythonChoices({ tags }) {
  const platforms = tags.flatMap((tag) => ['--platform', tag])
  // Were the index out of reach, the first call has waited for it long enough.
  const others = wheelPythons.map((version) => {
    const abi = `cp${version.replace('.', '')}`
    return ['--retries', '1', '--implementation', 'cp', '--python-version', version, '--abi', abi, ...platforms]
  })
  return [[], ...others]
}

/**
 * @param {string} arriving
 * @param {string} folder
 */
async function settle(arriving, folder) {
  const wheel = await findWheel(arriving)
  if (!wheel) throw new Error(`pip said it fetched the library and left no wheel of version ${tensorflowVersion}`)
  const name = wheel.slice(arriving.length + 1)
  await requireSum(wheel, wheelSums[name], `the wheel ${name}`)
  const path = join(folder, name)
  await rename(wheel, path)
  say(`fetched ${megabytes((await stat(path)).size)}`)
  return path
}
