/**
 * The arithmetic limit of one model of the exercise on this machine: nothing but the products of its steps (forward, back
 * to inputs, back to weights), ten lanes, compiled, as many as 300 epochs have. Prints seconds as JSON.
 */
import { openBackend } from '../../src/trainer/backend/openBackend.ts'
import type { Tensor } from '../../src/trainer/backend/tensorTypes.ts'
import { tf } from '../../src/trainer/backend/tf.ts'
import { compileGraph } from '../../src/trainer/program/compiledProgram.ts'
import { recordGraph } from '../../src/trainer/program/graphRecorder.ts'

const LANES = 10
const BATCH = 16
const STEPS = 12
const EPOCHS = 300
const SIZES = [60, 60, 30, 1]

const { lanes } = await openBackend({ backend: 'tensorflow', program: 'compiled', threads: { intraOp: 1, interOp: 2 } })
if (!lanes.native) throw new Error('the limit is measured on the native library')
const kernels: Tensor[] = SIZES.slice(1).map((units, i) => tf.randomNormal([LANES, SIZES[i], units]))
const batches: Tensor[] = SIZES.map((units) => tf.randomNormal([STEPS, LANES, BATCH, units]))
const named: Record<string, Tensor> = {}
kernels.forEach((kernel, i) => (named[`w${i}`] = kernel))
batches.forEach((batch, i) => (named[`b${i}`] = batch))
const { graph } = recordGraph(lanes.native, named, productsOfAnEpoch)
const program = compileGraph(lanes.native, graph)
tf.dispose(program.run(named))
const start = performance.now()
for (let epoch = 0; epoch < EPOCHS; epoch++) tf.dispose(program.run(named))
process.stdout.write(JSON.stringify({ name: 'limit', seconds: (performance.now() - start) / 1000 }))

/** Each product reads its own operands, so that the executor may order them as it likes; one number of each keeps it alive. */
function productsOfAnEpoch(): Record<string, Tensor> {
  const steps = batches.map((batch) => tf.unstack(batch))
  const products = Array.from({ length: STEPS }, (_, step) =>
    kernels.flatMap((kernel, layer) => productsOf(kernel, steps[layer][step], steps[layer + 1][step])),
  ).flat()
  return { total: tf.addN(products.map((product) => tf.slice(product, [0, 0, 0], [1, 1, 1]))) }
}

function productsOf(kernel: Tensor, x: Tensor, dy: Tensor): Tensor[] {
  return [tf.matMul(x, kernel), tf.matMul(dy, kernel, false, true), tf.matMul(x, dy, true, false)]
}
