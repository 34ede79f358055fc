import { numberText, percentText } from '../../figures/numberText.ts'
import { ANY_TASK } from '../diagnostic.ts'
import type { Diagnostic } from '../diagnostic.ts'
import { errorsByGroup } from '../errorsByGroup.ts'
import type { ErrorsByGroup } from '../errorsByGroup.ts'

const SHOWN = 12

/** Where errors gather. */
export const errorsByGroupRow: Diagnostic<'errorsByGroup', ErrorsByGroup> = {
  id: 'errorsByGroup',
  tasks: ANY_TASK,
  needs: 'predictions',
  compute: ({ heldOut, table, settings }) => table && errorsByGroup(heldOut, table, settings.threshold),
  missing: () => 'The table that the run was trained on is gone.',
  section: {
    title: 'Errors by group',
    howToRead:
      'Held-out rows by the levels of each category, the quarters of each number column, and the groups of the protocol, those that chance explains least first. The adjusted p is that a difference of this size is chance, times the number of groups that were compared: below 0.05 the model is better or worse there than elsewhere.',
    inChinese: {
      title: '各组的错误',
      howToRead:
        '按每个类别列的取值、每个数值列的四分位和方案的分组划分留出行，最不像偶然的在前。校正后 p 是这样大的差异纯属偶然的概率乘以比较的组数：低于 0.05 时，模型在该组与其他组表现不同。',
    },
    tables: ({ measure, groups }) => [
      {
        head: ['rows with', 'rows', measure === 'wrong' ? 'wrong' : 'mean absolute error', 'all others', 'adjusted p'],
        rows: groups
          .slice(0, SHOWN)
          .map(({ column, value, rows, error, others, adjustedP }) => [
            `${column}: ${value}`,
            numberText(rows),
            measure === 'wrong' ? percentText(error) : numberText(error),
            measure === 'wrong' ? percentText(others) : numberText(others),
            numberText(adjustedP),
          ]),
      },
    ],
    notes: ({ compared, groups }) =>
      compared > SHOWN
        ? [`The first ${numberText(Math.min(SHOWN, groups.length))} of ${numberText(compared)} groups.`]
        : [],
  },
  json: ({ groups, ...rest }) => ({ ...rest, groups: groups.map(({ worst: _, ...group }) => group) }),
}
