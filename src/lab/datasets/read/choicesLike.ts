import { open } from 'node:fs/promises'
import { columnSettings } from '../../../core/dataset/columnSettings.ts'
import type { ColumnSettings, DatasetSettings } from '../../../core/dataset/datasetSettings.ts'
import { fileColumn } from '../../../core/model/columnMap.ts'
import type { FittedPreprocessing } from '../../../core/preprocessing/fittedPreprocessing.ts'
import { detectEncoding } from '../source/detectEncoding.ts'
import { fileError } from '../source/fileError.ts'
import type { DatasetChoices } from '../store/datasetChoices.ts'
import type { FeatureRequest } from './featureRequest.ts'

/**
 * How a file is read: as the first one was, but for what a person chose; categories as categories whatever their cells look like here.
 * Settings of a column of the model go to the file's column that stands for it.
 * @throws HoldoutError of the family `file`
 */
export async function choicesLike(
  file: string,
  { columns }: FittedPreprocessing,
  settings: Partial<DatasetSettings>,
  { map = {}, target, choices = {} }: Pick<FeatureRequest, 'map' | 'target' | 'choices'>,
): Promise<DatasetChoices> {
  const {
    file: _file,
    target: _target,
    rows: _rows,
    columns: given,
    encoding,
    sheet: _sheet,
    range: _range,
    ...reading
  } = settings
  const wanted = columns.map(({ name, kind }) => ({ name, from: fileColumn(name, map), isCategory: kind !== 'number' }))
  if (target) wanted.push({ name: target.name, from: target.name, isCategory: target.kind === 'category' })
  const types = wanted.flatMap(({ name, from, isCategory }) => {
    if (from === null) return []
    const { role: _role, type, ...rest } = columnSettings(given, name) ?? {}
    const isKept = type !== undefined && (name === target?.name || !isCategory)
    const own = { ...writtenAs(rest, choices), ...(isKept ? { type } : isCategory && { type: 'category' as const }) }
    return [[from, own] as const]
  })
  const isEncoded = encoding !== undefined && !(await isPlainlyUnicode(file))
  // A row that cannot be read keeps its place and says why.
  return {
    ...reading,
    ...(isEncoded && { encoding }),
    ...choices,
    rejected: 'leaveOut',
    columns: { ...Object.fromEntries(types), ...choices.columns },
  }
}

/** What is said of the whole file beats how the numbers of a column were written in training. */
function writtenAs(
  { decimal, thousands, missing, ...rest }: Omit<ColumnSettings, 'role' | 'type'>,
  choices: DatasetChoices,
): Omit<ColumnSettings, 'role' | 'type'> {
  const isRewritten = choices.decimal !== undefined || choices.thousands !== undefined
  return {
    ...rest,
    ...(!isRewritten && decimal !== undefined && { decimal }),
    ...(!isRewritten && thousands !== undefined && { thousands }),
    ...(choices.missing === undefined && missing !== undefined && { missing }),
  }
}

const HEAD_BYTES = 256 * 1024

/** Whether the first bytes are Unicode beyond doubt: then it is not in the encoding that the first file was in. */
async function isPlainlyUnicode(path: string): Promise<boolean> {
  try {
    const handle = await open(path, 'r')
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0)
      const head = buffer.subarray(0, bytesRead)
      const { name, by } = detectEncoding(head)
      return by === 'mark' || name.startsWith('utf-16') || (by === 'valid' && head.some((byte) => byte >= 0x80))
    } finally {
      await handle.close()
    }
  } catch (cause) {
    throw fileError(cause, path)
  }
}
