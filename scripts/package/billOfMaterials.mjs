import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { plainEnvironment } from '../setup/command.mjs'
import { checkout } from '../setup/folders.mjs'
import { parseJson } from '../setup/parseJson.mjs'
import { tensorflowVersion, platformName, wheelSources } from '../setup/platform.mjs'
import { manifest } from './layout.mjs'

/**
 * The parts of a CycloneDX document that are read here.
 * @typedef {{ 'bom-ref': string, type: string, name: string, version: string, purl?: string, hashes?: { alg: string, content: string }[], licenses?: object[] }} Component
 * @typedef {{ components: Component[], dependencies: { ref: string, dependsOn: string[] }[], metadata: { component: Component, timestamp?: string }, serialNumber?: string }} Bill
 */

/**
 * The software bill of materials: `npm sbom` of the checkout, reduced to what is packed, with TensorFlow's library and the
 * page's font added.
 * @param {import('./licences.mjs').Licensed[]} packed
 * @returns {Promise<string>} CycloneDX as JSON
 * @throws {Error} where npm cannot write one, or one of the packed packages is not in it
 */
export async function billOfMaterials(packed) {
  const bill = await npmSbom()
  const keys = new Set(packed.map(({ name, version }) => `${name}@${version}`))
  const components = bill.components.filter(({ name, version }) => keys.has(`${name}@${version}`))
  const listed = new Set(components.map(({ name, version }) => `${name}@${version}`))
  const absent = [...keys].filter((key) => !listed.has(key) && !ofNoPackage.has(key))
  if (absent.length > 0) throw new Error(`npm sbom does not list ${absent.join(', ')}, which is packed`)
  const refs = new Set([bill.metadata.component['bom-ref'], ...components.map((one) => one['bom-ref'])])
  const dependencies = bill.dependencies
    .filter(({ ref }) => refs.has(ref))
    .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter((other) => refs.has(other)) }))
  return `${JSON.stringify({ ...withoutOccasion(bill), components: [...components, tensorflow(), inter], dependencies }, null, 2)}\n`
}

/**
 * Equal trees are to have equal bills: the time, the random number and the name of this folder are left out.
 * @param {Bill} bill
 */
function withoutOccasion({ serialNumber: _, metadata: { timestamp: __, component, ...metadata }, ...bill }) {
  return { ...bill, metadata: { ...metadata, component: { ...component, name: manifest().name } } }
}

/** @type {Component} */
const inter = {
  'bom-ref': 'pkg:github/rsms/inter@4.001',
  type: 'file',
  name: 'inter',
  version: '4.001',
  purl: 'pkg:github/rsms/inter@4.001',
  licenses: [{ license: { id: 'OFL-1.1' } }],
}

/** What is packed and npm does not know. */
const ofNoPackage = new Set([`tensorflow@${tensorflowVersion}`, `inter@${inter.version}`])

/** @returns {Promise<Bill>} */
async function npmSbom() {
  const args = ['sbom', '--sbom-format', 'cyclonedx', '--sbom-type', 'application', '--package-lock-only']
  const options = {
    cwd: checkout,
    env: plainEnvironment(checkout),
    maxBuffer: 64 << 20,
    shell: process.platform === 'win32',
  }
  const { stdout } = await promisify(execFile)('npm', args, options)
  return /** @type {Bill} */ (parseJson(stdout))
}

/** @returns {Component} */
function tensorflow() {
  const name = wheelSources[platformName()]?.package ?? 'tensorflow'
  const purl = `pkg:pypi/${name}@${tensorflowVersion}`
  const licenses = [{ license: { id: 'Apache-2.0' } }]
  return { 'bom-ref': purl, type: 'library', name, version: tensorflowVersion, purl, licenses }
}
