/**
 * What is fetched for which machine. The versions stand here and in package.json only.
 *
 * @typedef {object} WheelSource
 * @property {string} package name of the package that pip fetches
 * @property {string[]} tags platform tags to ask for when the local Python has no wheel of its own
 * @property {{ file: string, alias: string }[]} libraries files of the wheel, and the name the linker looks for
 * @property {string[]} linkerFlags
 */

/** Version of the TensorFlow library. tfjs-node's addon compiles against it unchanged. */
export const tensorflowVersion = '2.21.0'

/** Size of the wheel, to say before fetching it. */
export const wheelMegabytes = 274

/** Pythons that have a wheel of this version, tried in order. The libraries in it do not depend on which. */
export const wheelPythons = ['3.12', '3.11', '3.13', '3.10']

const linux = {
  libraries: [
    { file: 'libtensorflow_cc.so.2', alias: 'libtensorflow.so' },
    { file: 'libtensorflow_framework.so.2', alias: 'libtensorflow_framework.so' },
  ],
  linkerFlags: [],
}

/** @type {Readonly<Record<string, WheelSource | undefined>>} */
export const wheelSources = {
  'linux-x64': { ...linux, package: 'tensorflow-cpu', tags: ['manylinux_2_27_x86_64', 'manylinux2014_x86_64'] },
  'linux-arm64': { ...linux, package: 'tensorflow', tags: ['manylinux_2_27_aarch64', 'manylinux2014_aarch64'] },
  'darwin-arm64': {
    package: 'tensorflow',
    tags: ['macosx_12_0_arm64'],
    libraries: [
      { file: 'libtensorflow_cc.2.dylib', alias: 'libtensorflow.dylib' },
      { file: 'libtensorflow_framework.2.dylib', alias: 'libtensorflow_framework.dylib' },
    ],
    linkerFlags: ['-undefined', 'dynamic_lookup'],
  },
}

/** @returns {string} such as "linux-x64" */
export function platformName() {
  return `${process.platform}-${process.arch}`
}
