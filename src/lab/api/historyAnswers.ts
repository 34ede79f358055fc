import { answering } from './implementation.ts'

const { history, models } = answering

/** All runs that ever were. */
export const historyAnswers = {
  query: history.query.handler(({ context, input }) => context.lab.history.query(input)),
  fields: history.fields.handler(({ context }) => context.lab.history.fields()),
  compare: history.compare.handler(({ context, input }) => context.lab.history.compare(input.rows, input.metric)),
  curves: history.curves.handler(({ context, input: { rows, ...request } }) =>
    context.lab.history.curves(rows, request),
  ),
  annotate: history.annotate.handler(({ context, input: { runIds, ...changes } }) => {
    context.lab.history.annotate(runIds, changes)
    context.lab.hub.tell({ kind: 'changed', what: 'runs' })
    return null
  }),
  delete: history.delete.handler(({ context, input }) => {
    context.lab.history.delete(input.runIds)
    context.lab.hub.tell({ kind: 'changed', what: 'runs' })
    return null
  }),
  restore: history.restore.handler(({ context, input }) => {
    context.lab.history.restore(input.runIds)
    context.lab.hub.tell({ kind: 'changed', what: 'runs' })
    return null
  }),
  estimate: history.estimate.handler(({ context, input }) => ({ seconds: context.lab.history.secondsFor(input) })),
  countOnDataset: history.countOnDataset.handler(({ context, input }) => ({
    runs: context.lab.history.countOnDataset(input.datasetId),
  })),
}

/** Models kept for predicting. */
export const modelAnswers = { list: models.list.handler(({ context }) => context.lab.history.models()) }
