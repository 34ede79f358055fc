import { numberText, percentText, spreadText } from '../../figures/numberText.ts'
import { metricNamed } from '../../metrics/metrics.ts'
import { ANY_TASK } from '../diagnostic.ts'
import type { Diagnostic } from '../diagnostic.ts'
import { explainedFits } from '../explainedFits.ts'
import { weightNorms } from '../weightNorms.ts'
import type { LayerNorms, WeightNorms } from '../weightNorms.ts'

/** What the trained networks look like. */
export const weightNormsRow: Diagnostic<'weightNorms', WeightNorms> = {
  id: 'weightNorms',
  tasks: ANY_TASK,
  needs: 'models',
  compute: (input) => weightNorms(explainedFits(input)),
  missing: () =>
    'Networks of folds are not stored, and this run is older than the numbers kept of them: holdout diagnose RUN --importance trains the folds again and keeps them.',
  section: {
    title: 'What the networks look like',
    howToRead:
      'Norms are of the weights into each unit. Units at the bound of a max-norm constraint are held by it. A unit whose output is the same for every training row adds nothing. The change in the last epoch shows whether training had come to rest. Scores on training rows are without dropout; the gap to held-out rows is what the network has learned by heart.',
    inChinese: {
      title: '网络的样子',
      howToRead:
        '范数是进入每个单元的权重的范数。达到最大范数上限的单元受其约束。对所有训练行输出相同的单元没有作用。最后一轮的变化表明训练是否已稳定。训练行的得分不含 Dropout；与留出行的差距就是网络死记的部分。',
    },
    hasOwnCells: true,
    tables: (result) => [layerTable(result), gapTable(result)],
    notes: ({ folds }) => [`Mean ± SD over the networks of ${numberText(folds)} folds.`],
  },
  json: (result) => result,
}

function layerTable({ layers }: WeightNorms) {
  return {
    head: [
      'layer',
      'units',
      'mean norm',
      'largest norm',
      'bound',
      'units at it',
      'units without use',
      'last epoch',
      'since the start',
    ],
    rows: layers.map(({ name, units, norm, limit, idle, update, moved }: LayerNorms) => [
      name,
      numberText(units),
      norm ? spreadText(norm.mean) : '–',
      norm ? spreadText(norm.max) : '–',
      numberText(limit?.maxValue),
      percentText(limit?.share.mean),
      percentText(idle?.mean),
      percentText(update?.mean),
      percentText(moved?.mean),
    ]),
  }
}

function gapTable({ gaps }: WeightNorms) {
  return {
    head: ['score', 'on training rows', 'on held-out rows'],
    rows: gaps.map(({ metric, training, heldOut }) => [
      metricNamed(metric)?.title ?? metric,
      spreadText(training),
      spreadText(heldOut),
    ]),
  }
}
