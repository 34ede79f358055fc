import { spawn } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RunEvent } from '../../core/run/runEvent.ts'
import type { TrainerJob } from '../../core/run/trainerJob.ts'
import { ChildProcessTrainer } from './childProcessTrainer.ts'

const job = { runId: 'r', threads: { intraOp: 1, interOp: 2 } } as TrainerJob
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdout-trainer-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** Starts a trainer made of these lines, which may use `tell(event)` and `onCommand(kind, act)`. */
async function start(lines: string, onEvents: (events: readonly RunEvent[]) => void = () => undefined) {
  const program = join(folder, `${String(Math.trunc(performance.now() * 1000))}.mjs`)
  const prelude = `
    const tell = (...events) => process.send({ kind: 'events', events })
    const onCommand = (kind, act) => process.on('message', (command) => command.kind === kind && act(command))
    const notice = (message) => ({ kind: 'notice', message: String(message), atMs: 0 })
    const ended = (end) => ({ kind: 'ended', end, atMs: 1 })
    process.on('disconnect', () => process.exit())
  `
  await writeFile(program, prelude + lines)
  return new ChildProcessTrainer({ program }).start(job, onEvents)
}

/** Lets a process go by writing this file, and holds this one up until it has gone. */
function endNow(pid: number | undefined, file: string): void {
  writeFileSync(file, '')
  while (!/\) [ZX] /.test(readFileSync(`/proc/${String(pid)}/stat`, 'utf8')));
}

describe('ChildProcessTrainer', () => {
  it('hands over the job and its events, then the end', async () => {
    const events: RunEvent[] = []
    const session = await start(
      `onCommand('run', ({ job }) => { tell(notice(job.runId)); tell(notice('b'), ended({ kind: 'finished' })) })`,
      (batch) => events.push(...batch),
    )
    expect(await session.ended).toEqual({ kind: 'finished' })
    expect(events).toEqual([
      { kind: 'notice', message: 'r', atMs: 0 },
      { kind: 'notice', message: 'b', atMs: 0 },
    ])
  })

  it('uses a process that was started ahead where it has the threads of the job, and another one else', async () => {
    const program = join(folder, 'warm.mjs')
    await writeFile(
      program,
      `let isWarm = false
       process.on('message', ({ kind }) => {
         if (kind === 'warmUp') isWarm = true
         if (kind !== 'run') return
         const notice = { kind: 'notice', message: isWarm + ' ' + process.env.TF_NUM_INTEROP_THREADS, atMs: 0 }
         process.send({ kind: 'events', events: [notice, { kind: 'ended', end: { kind: 'finished' }, atMs: 1 }] })
       })
       process.on('disconnect', () => process.exit())`,
    )
    const trainer = new ChildProcessTrainer({ program })
    for (const [interOp, expected] of [
      [2, 'true 2'],
      [1, 'false 2'],
    ] as const) {
      const events: RunEvent[] = []
      trainer.warmUp({ threads: { intraOp: 1, interOp } })
      expect(await trainer.start(job, (batch) => events.push(...batch)).ended).toEqual({ kind: 'finished' })
      expect(events[0]).toMatchObject({ message: expected })
    }
  })

  it.skipIf(process.platform !== 'linux')(
    'hears the last word of a process that is reaped before it is read',
    async () => {
      // Node reaps all children that have ended once it hears of one: the message of another may still be unread then.
      const [go, otherGo] = [join(folder, 'go'), join(folder, 'other go')]
      const session = await start(
        `import { existsSync } from 'node:fs'
       onCommand('run', () => process.send({ kind: 'events', events: [notice(process.pid)] }, () => {
         while (!existsSync(${JSON.stringify(go)}));
         process.send({ kind: 'events', events: [ended({ kind: 'finished' })] }, () => process.exit())
       }))`,
        ([event]) => {
          // In one turn: what the other has written, which is held up here until both are gone, then that children have ended.
          const other = spawn('sh', ['-c', 'until [ -e "$0" ]; do sleep 0.01; done; echo', otherGo])
          other.stdout.once('data', () => endNow(Number(event.kind === 'notice' && event.message), go))
          endNow(other.pid, otherGo)
        },
      )
      expect(await session.ended).toEqual({ kind: 'finished' })
    },
  )

  it('sets the threads before the program loads anything', async () => {
    const events: RunEvent[] = []
    const session = await start(
      `const { TF_NUM_INTRAOP_THREADS: a, TF_NUM_INTEROP_THREADS: b } = process.env
       onCommand('run', () => tell(notice(a + ' ' + b), ended({ kind: 'finished' })))`,
      (batch) => events.push(...batch),
    )
    await session.ended
    expect(events[0]).toMatchObject({ message: '1 2' })
  })

  it('passes stop, pause and resume on', async () => {
    const events: RunEvent[] = []
    const session = await start(
      `for (const kind of ['pause', 'resume']) onCommand(kind, () => tell(notice(kind)))
       onCommand('stop', () => tell(ended({ kind: 'stopped' })))`,
      (batch) => events.push(...batch),
    )
    session.pause()
    session.resume()
    session.stop()
    expect(await session.ended).toEqual({ kind: 'stopped' })
    expect(events.map((event) => event.kind === 'notice' && event.message)).toEqual(['pause', 'resume'])
  })

  it('tells a killed trainer as crashed, with its last words', async () => {
    const session = await start(
      `process.stderr.write('something is wrong\\n', () => process.kill(process.pid, 'SIGKILL'))`,
    )
    const end = await session.ended
    expect(end).toMatchObject({ kind: 'crashed', error: { code: 'trainer/crashed' } })
    expect(end.kind === 'crashed' && end.reason).toContain('SIGKILL')
    expect(end.kind === 'crashed' && end.error.message).toContain('something is wrong')
  })

  it('counts nothing that Node and TensorFlow say of themselves among the last words', async () => {
    const chatter = [
      'WARNING: All log messages before absl::InitializeLog() is called are written to STDERR',
      'I0000 00:00:1795435713.376140    1080 port.cc:153] oneDNN custom operations are on.',
      '(node:1080) [DEP0044] DeprecationWarning: The `util.isArray` API is deprecated.',
      '(Use `node --trace-deprecation ...` to show where the warning was created)',
    ]
    const session = await start(
      `process.stderr.write(${JSON.stringify(`${chatter.join('\n')}\n`)}, () => process.kill(process.pid, 'SIGKILL'))`,
    )
    const end = await session.ended
    expect(end.kind === 'crashed' && end.error.message).toMatch(/want of memory\.$/)
  })

  it('guesses that memory ran out from what was printed', async () => {
    const session = await start(`process.stderr.write("std::bad_alloc\\n", () => process.abort())`)
    const end = await session.ended
    expect(end.kind === 'crashed' && end.reason).toContain('ran out of memory')
  })

  it('tells a trainer that leaves without a word as crashed', async () => {
    const session = await start(`process.exit(0)`)
    expect(await session.ended).toMatchObject({ kind: 'crashed', reason: 'ended before the run was over' })
  })

  it('tells a program that cannot even start as crashed with its code', async () => {
    const session = new ChildProcessTrainer({ program: join(folder, 'no-such-file.mjs') }).start(job, () => undefined)
    expect(await session.ended).toMatchObject({ kind: 'crashed', reason: 'ended with code 1' })
  })

  it('ends a trainer that hangs when it is killed', async () => {
    const session = await start(`tell(notice('here')); while (true) {}`, () => session.kill())
    expect(await session.ended).toEqual({ kind: 'stopped' })
    session.stop()
    session.kill()
  })

  it('tells one that dies of itself after a stop was asked as crashed', async () => {
    const session = await start(`onCommand('stop', () => process.kill(process.pid, 'SIGKILL'))`)
    session.stop()
    expect(await session.ended).toMatchObject({ kind: 'crashed' })
  })

  it('kills a trainer that told its end and stays', async () => {
    const session = await start(
      `process.removeAllListeners('disconnect'); setInterval(() => {}, 1000)
       onCommand('run', () => tell(ended({ kind: 'finished' })))`,
    )
    expect(await session.ended).toEqual({ kind: 'finished' })
  })
})
