import { numberText } from '../../figures/numberText.ts'
import type { Diagnostic } from '../diagnostic.ts'
import { hardRows } from '../hardRows.ts'
import type { HardRows } from '../hardRows.ts'
import { sharedHardRows } from '../sharedHardRows.ts'

const LISTED = 20

/** Rows that are wrong in most repeats. */
export const hardRowsRow: Diagnostic<'hardRows', HardRows> = {
  id: 'hardRows',
  tasks: ['binary', 'multiclass', 'regression'],
  needs: 'predictions',
  compute: ({ heldOut, settings, table }) => hardRows(heldOut, settings.threshold, table?.source),
  section: {
    title: 'Hard rows',
    howToRead:
      'Rows that are predicted wrong in most repeats (of a regression: with an error of more than three times the median). Those that are wrong every time and without doubt may have a wrong label. Rows are counted from 1.',
    inChinese: {
      title: '难以预测的行',
      howToRead:
        '在大多数重复中预测错误的行（回归：误差超过中位数的三倍）。每次都错且毫不犹豫的行，标签可能有误。行从 1 开始计数。',
    },
    tables: ({ rows }) => [
      {
        head: ['row', 'wrong', 'probability of the truth, or size of the error', 'label may be wrong'],
        rows: rows
          .slice(0, LISTED)
          .map(({ row, fileRow = row, wrong, of, measure, isSuspect }) => [
            String(fileRow + 1),
            `${String(wrong)} of ${String(of)}`,
            numberText(measure),
            isSuspect ? 'yes' : '',
          ]),
      },
    ],
    together: (results) => [
      {
        title: 'Rows that most of the models get wrong',
        head: ['row', 'wrong for', 'label may be wrong'],
        rows: sharedHardRows(results)
          .slice(0, LISTED)
          .map(({ row, fileRow = row, candidates, isSuspect }) => [
            String(fileRow + 1),
            `${String(candidates)} of ${String(results.length)} models`,
            isSuspect ? 'yes' : '',
          ]),
      },
    ],
    notes: ({ total }) => (total > LISTED ? [`${String(total)} rows in all.`] : []),
  },
  json: ({ rows }) =>
    rows.map(({ row, fileRow = row, truth, wrong, of, predicted, measure, isSuspect }) => ({
      row: fileRow + 1,
      truth,
      wrong,
      of,
      predicted,
      measure,
      isSuspect,
    })),
}
