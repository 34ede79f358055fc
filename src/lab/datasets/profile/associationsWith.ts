import { setImmediate as nextTurn } from 'node:timers/promises'
import { tmpdir } from 'node:os'
import { assigned, targetColumn } from '../../../core/dataset/assignRoles.ts'
import { correlationRatio, countPairs, cramersV, momentsByClass, pearson } from '../../../core/dataset/association.ts'
import type { Association, TargetAssociations } from '../../../core/dataset/association.ts'
import { inferTask } from '../../../core/dataset/inferTask.ts'
import type { DatasetColumn } from '../../../core/dataset/inspection.ts'
import type { TableColumn } from '../../../core/dataset/table.ts'
import type { TableUse } from '../../../core/experiment/tableUse.ts'
import { withDuckDb } from '../read/duckDatabase.ts'
import { inBatches } from '../read/inBatches.ts'
import type { LoadOptions } from '../store/loadTable.ts'
import { byFile, columnsAtOnce } from './byFile.ts'
import { ColumnReader } from './columnReader.ts'
import type { TableSource } from './columnReader.ts'

/** With more categories than this, or fewer rows to each than three, an association says nothing. */
const MOST_CATEGORIES = 5000

/**
 * How strongly each column goes with a target: Pearson's r, eta or Cramér's V, as both are numbers or classes.
 * @throws HoldoutError `dataset/no-such-column`, and what `inferTask` throws for a target that nothing can be learned from
 */
export async function associationsWith(
  source: TableSource,
  request: Pick<TableUse, 'target' | 'columns' | 'task'>,
  options: LoadOptions = {},
): Promise<TargetAssociations> {
  const { columns } = source.inspection
  const target = targetColumn(columns, request.target)
  const task = inferTask(target, request.task, request.columns)
  const others = columns.filter((column) => column !== target && column.type !== 'text')
  const duck = { tempFolder: tmpdir(), files: source.stored.files, ...options }
  const found = await withDuckDb(duck, async (connection) => {
    const read = new ColumnReader(connection, source)
    const goal =
      task === 'regression' ? await read.numbers({ column: target }) : await read.categories({ column: target })
    return compareAll(read, source, goal, others)
  })
  return {
    target: target.name,
    task,
    columns: others.flatMap((column) => {
      const own = found.get(column)
      return own ? [{ column: column.name, ...own }] : []
    }),
  }
}

async function compareAll(
  read: ColumnReader,
  { stored, inspection }: TableSource,
  target: TableColumn,
  columns: readonly DatasetColumn[],
): Promise<Map<DatasetColumn, Association>> {
  const found = new Map<DatasetColumn, Association>()
  for (const column of columns.filter((one) => !isComparable(one))) found.set(column, nothing(target))
  // File by file, so that each is read in few goes.
  for (const group of byFile(stored, columns.filter(isComparable)))
    for (const batch of inBatches(group.columns, columnsAtOnce(inspection.rows))) {
      const columnsRead = await read.columns(batch.map(assigned))
      for (const [index, column] of batch.entries()) {
        found.set(column, associationOf(columnsRead[index], target))
        await nextTurn()
      }
    }
  return found
}

function associationOf(column: TableColumn, target: TableColumn): Association {
  if (column.kind === 'number' && target.kind === 'number')
    return { measure: 'pearson', value: pearson(column.values, target.values) }
  if (column.kind === 'category' && target.kind === 'category')
    return { measure: 'cramersV', value: cramersV(countPairs(column.codes, target.codes, target.levels.length)) }
  const [numbers, classes] = column.kind === 'number' ? [column, target] : [target, column]
  if (numbers.kind !== 'number' || classes.kind !== 'category') return nothing(target)
  return {
    measure: 'eta',
    value: correlationRatio(momentsByClass(numbers.values, classes.codes, classes.levels.length)),
  }
}

/** Of categories that hardly repeat. */
function nothing(target: TableColumn): Association {
  return { measure: target.kind === 'number' ? 'eta' : 'cramersV', value: null }
}

function isComparable(column: DatasetColumn): boolean {
  const { distinct, count } = column.profile
  return assigned(column).kind === 'number' || (distinct <= MOST_CATEGORIES && distinct * 3 <= count)
}
