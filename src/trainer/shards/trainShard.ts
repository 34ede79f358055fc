/** One attempt at a shard: reads what earlier attempts reported, trains what is missing, and reports into the shard's folder. */
import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, hostname } from 'node:os'
import { join, resolve } from 'node:path'
import { deserialize } from 'node:v8'
import { crc32 } from 'node:zlib'
import { HoldoutError, toErrorData } from '../../core/errors.ts'
import { present } from '../../core/present.ts'
import { finalKey } from '../../core/run/fitStream.ts'
import type { FitKey, RunEvent } from '../../core/run/runEvent.ts'
import { allowedInstructions, trainerVariables } from '../../core/run/trainerVariables.ts'
import type { TrainerJob } from '../../core/run/trainerJob.ts'
import { FrameReader } from '../../core/shards/frames.ts'
import { SHARD_EXIT, type ShardedJob, type ShardMessage, type ShardPart } from '../../core/shards/shardMessage.ts'
import { openForTraining, type OpenBackend, type OpenKernelBackend } from '../backend/openBackend.ts'
import { EventOutbox } from '../eventOutbox.ts'
import { asDiskError } from '../job/asDiskError.ts'
import { readPreparedTable } from '../job/preparedTable.ts'
import { temporaryName } from '../job/writeWhole.ts'
import { runJob, type KnownFit } from '../job/runJob.ts'
import type { TrainerControl } from '../job/trainerControl.ts'
import { canaryHash } from './canary.ts'
import { EventFile, readAttempts } from './eventFile.ts'
import { programStamp } from './programStamp.ts'

/** Epochs are reported this often: a run may have hundreds of shards. */
const EPOCHS_EVERY_MS = 1000

/** Makes one attempt at the shard in `folder`. Resolves to the exit code ({@link SHARD_EXIT}). */
export async function trainShard(folder: string, control: TrainerControl): Promise<number> {
  const { job: whole, stamp } = readRecord(resolve(folder, '../../job.v8')) as ShardedJob
  const part = readRecord(join(folder, 'shard.v8')) as ShardPart
  const earlier = readAttempts(folder)
  const file = EventFile.create(folder)
  const node = process.env['HOLDOUT_NODE'] ?? process.env['SLURMD_NODENAME'] ?? hostname()
  const processor = cpus().at(0)?.model.trim() ?? 'unknown'
  file.write({ kind: 'attempt', attempt: { node, processor, startedAt: Date.now() } }, false)
  try {
    const job = jobHere(whole, part, folder, earlier)
    const { table, verified } = await readPreparedTable(job)
    const backend = await openSame(stamp, job)
    await verified
    await requireCanary(folder, backend)
    const known = [...earlier, ...part.after.flatMap((other) => readAttempts(resolve(folder, other)))]
    const isComplete = await report(file, (emit, now) =>
      runJob(job, { table, backend, control, emit, now, epochsEveryMs: EPOCHS_EVERY_MS, known: knownFits(known) }),
    )
    return isComplete ? SHARD_EXIT.done : SHARD_EXIT.stopped
  } catch (thrown) {
    const error = toErrorData(asDiskError(thrown))
    if (REFUSALS.has(error.code)) {
      file.write({ kind: 'refused', refusal: { node, error } }, true)
      return SHARD_EXIT.refused
    }
    file.write({ kind: 'events', events: [{ kind: 'ended', end: { kind: 'failed', error }, atMs: 0 }] }, true)
    return SHARD_EXIT.failed
  } finally {
    file.close()
  }
}

/** Another node may do what this one cannot. */
const REFUSALS: ReadonlySet<string> = new Set([
  'training/other-program',
  'training/other-instructions',
  'training/other-bits',
  'training/no-backend',
  'training/no-kernel',
])

/** Passes on what `train` emits, batched, and its end. */
async function report(
  file: EventFile,
  train: (emit: (event: RunEvent) => void, now: () => number) => Promise<boolean>,
): Promise<boolean> {
  const startedAt = performance.now()
  const now = () => performance.now() - startedAt
  let isLasting = false
  const outbox = new EventOutbox((events) => {
    file.write({ kind: 'events', events }, isLasting)
    isLasting = false
  }, EPOCHS_EVERY_MS)
  const isComplete = await train((event) => {
    if (event.kind === 'finalModel') file.write(modelMessage(event), true)
    if (event.kind !== 'epochs' && event.kind !== 'candidatesStarted') {
      isLasting = true
      // Fits of a block end together: one record holds them all.
      setImmediate(() => {
        outbox.flush()
      })
    }
    outbox.add(event)
  }, now)
  outbox.add({ kind: 'ended', end: { kind: isComplete ? 'finished' : 'stopped' }, atMs: now() })
  isLasting = true
  outbox.flush()
  return isComplete
}

function modelMessage({ candidate, file }: Extract<RunEvent, { kind: 'finalModel' }>): ShardMessage {
  return { kind: 'model', candidate, text: readFileSync(file, 'utf8') }
}

/** @throws HoldoutError `trainer/shard-damaged` */
function readRecord(path: string): unknown {
  const [content] = new FrameReader(crc32).push(readFileSync(path))
  if (content) return deserialize(content)
  throw new HoldoutError('trainer/shard-damaged', `The job of a shard, ${path}, is damaged.`, {
    path,
    hint: 'Resume the run: it is written anew.',
  })
}

/** The job with its paths on this machine, without what earlier attempts finished. */
function jobHere(job: TrainerJob, { only }: ShardPart, folder: string, earlier: readonly ShardMessage[]): TrainerJob {
  return {
    ...job,
    only,
    tableFile: resolve(folder, job.tableFile),
    finished: [...job.finished, ...eventsOf(earlier).flatMap(finishedBy)],
    checkpointFolder: join(folder, 'checkpoints'),
    ...(job.modelFolder !== undefined && { modelFolder: join(folder, 'models') }),
  }
}

function finishedBy(event: RunEvent): readonly FitKey[] {
  switch (event.kind) {
    case 'fitFinished':
    case 'fitDiverged':
      return [event.fit]
    case 'fitExplained':
      return (event.explanation.learning ?? []).map(({ fraction }) => ({ ...event.fit, fraction }))
    case 'finalModel':
      return [finalKey(event.candidate)]
    default:
      return []
  }
}

function knownFits(messages: readonly ShardMessage[]): readonly KnownFit[] {
  return eventsOf(messages).flatMap((event) => (event.kind === 'fitFinished' ? [event] : []))
}

function eventsOf(messages: readonly ShardMessage[]): readonly RunEvent[] {
  return messages.flatMap((message) => (message.kind === 'events' ? message.events : []))
}

/** Opens the backend where this machine has what the run computes with. @throws HoldoutError one of {@link REFUSALS} */
async function openSame(stamp: string, job: TrainerJob): Promise<OpenBackend | OpenKernelBackend> {
  if (programStamp() !== stamp)
    throw new HoldoutError('training/other-program', `expected the program ${stamp}, received ${programStamp()}`, {
      hint: 'Use the same version of Holdout on the place.',
    })
  const asked = present(job.instructions, 'the instructions of a shard')
  const instructions = allowedInstructions(asked, process.env['ONEDNN_MAX_CPU_ISA'])
  Object.assign(process.env, trainerVariables({ ...job, instructions }))
  const backend = await openForTraining(job)
  if (backend.info.name !== 'tensorflow' || backend.info.instructions === asked) return backend
  throw otherInstructions(asked, backend.info.instructions ?? 'none')
}

function otherInstructions(asked: string, received: string): HoldoutError {
  return new HoldoutError('training/other-instructions', `expected the instructions ${asked}, received ${received}`, {
    hint: 'Choose nodes whose processor has them.',
  })
}

/** The first attempt of a run writes the hash, all others compare theirs. @throws HoldoutError `training/other-bits` */
async function requireCanary(folder: string, backend: OpenBackend | OpenKernelBackend): Promise<void> {
  const hash = await canaryHash(backend)
  const expected = keepFirst(resolve(folder, '../../canary'), hash)
  if (expected === hash) return
  throw new HoldoutError(
    'training/other-bits',
    `expected the trial training to have the hash ${expected.slice(0, 12)}, received ${hash.slice(0, 12)}`,
    { hint: 'Choose nodes with the same kind of processor.' },
  )
}

/** Writes a file unless it is there; returns what it holds. Whoever is first has written it whole. */
function keepFirst(path: string, content: string): string {
  const temporary = temporaryName(path)
  writeFileSync(temporary, content, { mode: 0o600 })
  try {
    linkSync(temporary, path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    rmSync(temporary, { force: true })
  }
  return readFileSync(path, 'utf8')
}
