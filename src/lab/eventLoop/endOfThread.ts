import type { EventEmitter } from 'node:events'

/**
 * Rejects when a thread fails or ends, to be raced with what is awaited of it: nobody waits for ever for one that ended without a word.
 * @param what what it is for, as it is named where it ended
 */
export function endOfThread(thread: EventEmitter, what: string): Promise<never> {
  const end = new Promise<never>((_, reject) => {
    thread.once('error', reject)
    // Its last message may be handed over in the same turn: who waits for it by `once` has it some microtasks later.
    thread.once('exit', () => setImmediate(() => reject(new Error(`the thread for ${what} ended`))))
  })
  // It ends in any case, mostly after its answer.
  end.catch(() => undefined)
  return end
}
