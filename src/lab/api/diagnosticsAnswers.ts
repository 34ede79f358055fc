import { wordsOfChecks } from '../../core/words/checkWords.ts'
import { answering } from './implementation.ts'

const { diagnostics } = answering

/** Where models are wrong, and why. */
export const diagnosticsAnswers = {
  of: diagnostics.of.handler(({ context, input }) => context.lab.diagnostics.of(input)),
  rows: diagnostics.rows.handler(({ context, input }) => context.lab.diagnostics.rows(input)),
  saveRows: diagnostics.saveRows.handler(async ({ context, input }) => {
    const content = await context.lab.diagnostics.rowsCsv(input)
    return context.lab.handOut({ name: `rows of ${input.candidate.replace('/', ' ')}.csv`, type: 'text/csv', content })
  }),
  silenceCheck: diagnostics.silenceCheck.handler(({ context, input: { code, runId, isSilenced } }) => {
    context.lab.diagnostics.silence(code, runId, isSilenced)
    return null
  }),
  checkWords: diagnostics.checkWords.handler(({ input }) => wordsOfChecks(input.language)),
  setThreshold: diagnostics.setThreshold.handler(async ({ context, input: { candidate, threshold, rule } }) => {
    const stored = threshold === null ? null : { threshold, ...(rule && { rule }) }
    await context.lab.diagnostics.setThreshold(candidate, stored)
    context.lab.hub.tell({ kind: 'changed', what: 'runs' })
    return null
  }),
}
