import { EventEmitter, once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { describe, expect, it } from 'vitest'
import { endOfThread } from './endOfThread.ts'

/** A thread that runs this, and what is awaited of it. */
function answerOf(program: string): Promise<unknown> {
  const thread = new Worker(program, { eval: true })
  return Promise.race([once(thread, 'message'), endOfThread(thread, 'tests')])
}

describe('endOfThread', () => {
  it('lets an answer through', async () => {
    expect(await answerOf(`require('node:worker_threads').parentPort.postMessage('done')`)).toEqual(['done'])
  })

  it('lets an answer through that comes in the same turn as the end', async () => {
    const thread = new EventEmitter()
    const answer = Promise.race([once(thread, 'message'), endOfThread(thread, 'tests')])
    thread.emit('message', 'done')
    thread.emit('exit', 0)
    expect(await answer).toEqual(['done'])
  })

  it('fails as the thread does', async () => {
    await expect(answerOf(`throw new Error('of the thread')`)).rejects.toThrow('of the thread')
  })

  it('fails where the thread ends without a word', async () => {
    await expect(answerOf(`process.exit(0)`)).rejects.toThrow('the thread for tests ended')
  })
})
