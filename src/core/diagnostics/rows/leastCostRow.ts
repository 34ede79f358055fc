import { percentText, spreadText } from '../../figures/numberText.ts'
import type { Diagnostic } from '../diagnostic.ts'
import { leastCost } from '../leastCost.ts'
import type { LeastCost } from '../leastCost.ts'

/** Deciding by cost, of several classes. */
export const leastCostRow: Diagnostic<'leastCost', LeastCost> = {
  id: 'leastCost',
  tasks: ['multiclass'],
  needs: 'costs',
  compute: ({ heldOut, settings }) => leastCost(heldOut, settings.costs),
  missing: ({ heldOut: { classes } }) =>
    `No costs of ${String(classes.length)} classes were given: use holdout diagnose RUN --costs with ${String(classes.length ** 2)} numbers, row by row of the truth.`,
  section: {
    title: 'Decisions of least cost',
    howToRead:
      'Instead of the likeliest class, the class whose expected cost by the predicted probabilities is least. If that does not lower the mean cost, the probabilities are not good enough to decide by.',
    inChinese: {
      title: '成本最低的决策',
      howToRead: '按成本表选择期望成本最低的类别，与选择最可能的类别相比，每行的平均成本。',
    },
    hasOwnCells: true,
    tables: ({ likeliest, leastCost: least, changed, labels, counts }) => [
      {
        head: ['rule', 'mean cost of a row'],
        rows: [
          ['likeliest class', spreadText(likeliest)],
          ['least expected cost', spreadText(least)],
          ['rows predicted otherwise', percentText(changed.mean)],
        ],
      },
      {
        head: ['truth', ...labels.map((label) => `predicted ${label}`)],
        rows: labels.map((label, truth) => [label, ...counts[truth].map(String)]),
      },
    ],
  },
  json: (result) => result,
}
