// Set-up of a fake checkout in a process of its own, to be killed: prepare.mjs ROOT CACHE PATH
import { prepareNative } from '../prepareNative.mjs'

const [root, cache, path] = process.argv.slice(2)
await prepareNative({
  root,
  cache,
  portable: false,
  env: { PATH: path },
  probe: () => Promise.resolve('2.21.0'),
  probeKernel: () => Promise.resolve(),
})
