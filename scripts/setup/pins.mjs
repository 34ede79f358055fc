/**
 * SHA-256 of what set-up fetches and npm's lockfile does not vouch for. Where each comes from stands beside it. What has no pin is
 * still compared by pip or npm with what their index says, and its own sum is kept from then on.
 */

/**
 * Wheels of the TensorFlow library by file name: as pip's report names the hash of its index.
 * @type {Readonly<Record<string, string>>}
 */
export const wheelSums = {
  'tensorflow_cpu-2.21.0-cp311-cp311-manylinux_2_27_x86_64.whl':
    '2b847d217b02ee7731ed91431daf3250daa0196c3c94614d23be27232e6e5b6c',
}

/**
 * The program of the package `node` by its version and platform: computed from the archives that npm fetched, which it had compared
 * with the integrity that its registry names.
 * @type {Readonly<Record<string, string>>}
 */
export const nodeSums = {
  '24.21.0 linux-x64': '7fde7b8afa198da66257f42ee2001d874c7355631e6d1579a5fb5ef1f246df4c',
  '24.21.0 linux-arm64': '0f8949d1028f6d61506b2d5bc57e7e6fe893d7b1997509b7847294fc9c616584',
  '24.21.0 win32-x64': 'ba4e6d110e8c1592a1ecd390f6b05f3da124b13871a5be62b341a07a853c6c32',
}
