import type { CDPSession } from '@playwright/test'

/** Tasks of the page's main thread. On a busy machine the processor's time says what the page costs, the clock what else runs. */
export interface MainThread {
  /** The longest task, in ms by the clock. */
  readonly longest: number
  /** The longest task, in ms of the processor. */
  readonly longestProcessor: number
  /** Of all tasks together, in ms of the processor. */
  readonly processor: number
}

/** An event of Chromium's trace, in µs. */
interface TraceEvent {
  readonly name: string
  readonly ph: string
  readonly pid: number
  readonly tid: number
  readonly dur?: number
  readonly tdur?: number
  readonly args?: { readonly name?: string }
}

/** Does `work` while Chromium writes down every task of the page's main thread. */
export async function traceMainThread(devtools: CDPSession, work: () => Promise<void>): Promise<MainThread> {
  const events: TraceEvent[] = []
  const gather = ({ value }: { value: object[] }): void => {
    events.push(...(value as TraceEvent[]).filter(({ name }) => name === 'thread_name' || name.endsWith('RunTask')))
  }
  devtools.on('Tracing.dataCollected', gather)
  await devtools.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: ['toplevel'], excludedCategories: ['*'] },
  })
  await work()
  const complete = new Promise((resolve) => devtools.once('Tracing.tracingComplete', resolve))
  await devtools.send('Tracing.end')
  await complete
  devtools.off('Tracing.dataCollected', gather)
  return summaryOf(events)
}

/** Pages that Chromium holds in reserve have main threads too: the busiest is the one. */
function summaryOf(events: readonly TraceEvent[]): MainThread {
  const threadOf = ({ pid, tid }: TraceEvent): string => `${String(pid)}/${String(tid)}`
  const mains = events.filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain')
  const tasks = new Map(mains.map((main) => [threadOf(main), [] as TraceEvent[]]))
  for (const event of events) if (event.ph === 'X') tasks.get(threadOf(event))?.push(event)
  const busiest = [...tasks.values()].reduce((most, one) => (one.length > most.length ? one : most), [])
  // A thread's clock may run ahead of the machine's when it is moved to another processor.
  const processor = busiest.map(({ dur = 0, tdur = 0 }) => Math.min(dur, tdur) / 1000)
  return {
    longest: busiest.reduce((most, { dur = 0 }) => Math.max(most, dur / 1000), 0),
    longestProcessor: processor.reduce((most, one) => Math.max(most, one), 0),
    processor: processor.reduce((sum, one) => sum + one, 0),
  }
}
