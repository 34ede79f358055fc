import { isRecord } from '../../../../core/experiment/file/experimentFile.ts'

/** What a step names of a new value: plain ones and the type of a thing. */
export function shownValue(value: unknown): { readonly value?: string | number | boolean } {
  if (isRecord(value) && typeof value.type === 'string') return { value: value.type }
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? { value } : {}
}
