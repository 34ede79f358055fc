/** The same network, data and rows per step by tfjs-node's own `model.fit`; prints its figures as JSON. */
import { openBackend } from '../../src/trainer/backend/openBackend.ts'
import { tf } from '../../src/trainer/backend/tf.ts'
import type { Layer } from '../../src/core/model/modelSpec.ts'
import { encodeTarget } from '../../src/core/preprocessing/encodeTarget.ts'
import { planFits } from '../../src/trainer/job/planFits.ts'
import { prepareFold } from '../../src/trainer/job/prepareFold.ts'
import { CASES } from './cases.ts'

const [name, epochsText, foldsText] = process.argv.slice(2)
const epochs = Number(epochsText)
const { table, job } = CASES[name](epochs)
await openBackend({ ...job, backend: 'tensorflow' })
const target = encodeTarget(table, job.task)
const fits = planFits(job, { table, labels: target.labels }).slice(0, Number(foldsText))
const start = performance.now()
let rows = 0
let loss: unknown
for (const fit of fits) {
  const { data } = prepareFold(table, target, job.preprocessing, fit.fitted, fit.test, { isPacked: false })
  const model = buildModel(fit.candidate.spec.layers, data.width)
  const { optimizer, batchSize } = fit.candidate.spec.training
  const momentum = optimizer.type === 'sgd' ? optimizer.momentum : 0
  model.compile({
    optimizer: tf.train.momentum(optimizer.learningRate, momentum),
    loss: data.outputs === 1 ? 'binaryCrossentropy' : 'categoricalCrossentropy',
    metrics: ['accuracy'],
  })
  const pick = (values: Float32Array, width: number, indices: Int32Array) =>
    tf.tensor2d(
      Float32Array.from(
        { length: indices.length * width },
        (_, i) => values[indices[Math.floor(i / width)] * width + (i % width)],
      ),
      [indices.length, width],
    )
  const history = await model.fit(
    pick(data.features.values, data.width, fit.train),
    pick(data.targets, data.outputs, fit.train),
    {
      epochs,
      batchSize,
      // eslint-disable-next-line @typescript-eslint/no-unsafe-enum-assignment -- tfjs does not export the enum
      verbose: 0,
      validationData: [pick(data.features.values, data.width, fit.test), pick(data.targets, data.outputs, fit.test)],
    },
  )
  rows += fit.train.length * epochs
  loss = history.history['loss']
}
const seconds = (performance.now() - start) / 1000
process.stdout.write(JSON.stringify({ name, seconds, fits: fits.length, epochs, rowsPerSecond: rows / seconds, loss }))

function buildModel(layers: readonly Layer[], inputs: number) {
  const model = tf.sequential()
  layers.forEach((layer, i) => {
    const first = i === 0 ? { inputShape: [inputs] } : {}
    if (layer.type === 'dropout') model.add(tf.layers.dropout({ rate: layer.rate, ...first }))
    if (layer.type !== 'dense' && layer.type !== 'output') return
    const constraint =
      layer.kernelConstraint?.type === 'maxNorm'
        ? { kernelConstraint: tf.constraints.maxNorm({ maxValue: layer.kernelConstraint.maxValue, axis: 0 }) }
        : {}
    model.add(tf.layers.dense({ units: layer.units, activation: layer.activation as 'relu', ...constraint, ...first }))
  })
  return model
}
