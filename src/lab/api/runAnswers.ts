import { answering, crossingStream } from './implementation.ts'
import { runStream } from './runStream.ts'

const { runs } = answering

/** Runs from start to end. */
export const runAnswers = {
  start: runs.start.handler(async ({ context, input }) => ({ runId: await context.lab.runs.start(input) })),
  queue: runs.queue.handler(({ context }) => context.lab.runs.queue()),
  move: runs.move.handler(async ({ context, input }) => {
    await context.lab.runs.move(input.runId, input.to)
    return null
  }),
  pause: runs.pause.handler(async ({ context, input }) => {
    await context.lab.runs.pause(input.runId)
    return null
  }),
  resume: runs.resume.handler(async ({ context, input }) => {
    await context.lab.runs.resume(input.runId)
    return null
  }),
  stop: runs.stop.handler(async ({ context, input }) => {
    await context.lab.runs.stop(input.runId)
    return null
  }),
  events: runs.events.handler(async ({ context, input, signal }) => {
    const source = await context.lab.runs.source(input.runId)
    return crossingStream(runStream(source, { wait: context.lab.wait, ...(signal && { signal }) }))
  }),
  fitScope: runs.fitScope.handler(({ context, input }) => context.lab.runs.fitScope(input.runId)),
  verify: runs.verify.handler(({ context, input, signal }) =>
    crossingStream(context.lab.runs.verify(input.runId, signal)),
  ),
  extend: runs.extend.handler(({ context, input }) => context.lab.runs.extend(input.runId, input.by)),
  document: runs.document.handler(({ context, input }) =>
    context.lab.runs.document(input.runId, input.histories ?? false),
  ),
}
