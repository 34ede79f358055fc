import { columnSettings } from '../../../core/dataset/columnSettings.ts'
import type { DatasetSettings } from '../../../core/dataset/datasetSettings.ts'
import { HoldoutError } from '../../../core/errors.ts'
import type { Analysis } from './analyseCsv.ts'
import type { NamedColumn } from './newRows.ts'

/**
 * A column of numbers or dates that holds none was written in another way than the one trained on.
 * @throws HoldoutError `preprocessing/column-type`
 */
export function assertReadableCells(
  { name, column }: NamedColumn,
  { lost }: Pick<Analysis, 'lost'>,
  settings: Partial<DatasetSettings>,
): void {
  const { type, field, profile } = column
  const cells = lost.get(field)?.unreadable
  if (!cells || cells.count === 0 || profile.count > 0 || columnSettings(settings.columns, name)?.type !== type) return
  const shown = cells.cells.slice(0, 3).map(({ line, cell }) => `${JSON.stringify(cell)} (line ${String(line)})`)
  throw new HoldoutError(
    'preprocessing/column-type',
    `column ${JSON.stringify(name)}: expected ${type === 'date' ? 'dates' : 'numbers'} as in training, received ${shown.join(', ')}`,
    {
      hint:
        type === 'number' && cells.cells.every(({ cell = '' }) => /^\s*[+-]?[\d.]*,\d+\s*$/.test(cell))
          ? 'Choose the comma as the decimal sign of this file (--decimal ,).'
          : 'Write the cells as in the file that the model was trained on.',
    },
  )
}
