import { runDocumentSchema } from './runDocumentSchema.ts'

/**
 * The first part of a document that is not what a run document has, such as `models.0.fits`; `undefined` where all is well. A document
 * whose checksum is right may have parts that this version does not know.
 */
export function runDocumentProblem(value: unknown, { hasSum }: { readonly hasSum: boolean }): string | undefined {
  const issues = runDocumentSchema.safeParse(value).error?.issues ?? []
  const issue = issues.find(({ code }) => !(hasSum && code === 'unrecognized_keys'))
  if (!issue) return undefined
  const path = issue.path.map(String)
  return [...path, ...(issue.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [])].join('.') || 'its beginning'
}
