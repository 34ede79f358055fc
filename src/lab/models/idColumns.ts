import { columnSettings } from '../../core/dataset/columnSettings.ts'
import type { SavedModel } from '../../core/model/savedModel.ts'

/** Columns that say which row is which; a new file need not have them. */
export function idColumns({ dataset }: Pick<SavedModel, 'dataset'>): readonly string[] {
  return Object.keys(dataset?.columns ?? {}).filter((name) => columnSettings(dataset?.columns, name)?.role === 'id')
}
