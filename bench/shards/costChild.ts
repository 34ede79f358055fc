/** Trains a job whole, or one of its parts in a folder, in a process of its own: `costChild.ts local|shard FOLDER`. Prints {@link Cost}. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { deserialize } from 'node:v8'
import { crc32 } from 'node:zlib'
import { fitName } from '../../src/core/run/fitStream.ts'
import type { RunEvent } from '../../src/core/run/runEvent.ts'
import type { TrainerJob } from '../../src/core/run/trainerJob.ts'
import { trainerVariables } from '../../src/core/run/trainerVariables.ts'
import { FrameReader } from '../../src/core/shards/frames.ts'
import { openForTraining } from '../../src/trainer/backend/openBackend.ts'
import { readPreparedTable } from '../../src/trainer/job/preparedTable.ts'
import { runJob } from '../../src/trainer/job/runJob.ts'
import { TrainerControl } from '../../src/trainer/job/trainerControl.ts'
import { readAttempts } from '../../src/trainer/shards/eventFile.ts'
import { trainShard } from '../../src/trainer/shards/trainShard.ts'

/** What a process used from its start to its end, and what it came to. */
export interface Cost {
  readonly cpuSeconds: number
  /** SHA-256 of the scores, losses and predictions of each fit, by its name. */
  readonly fits: Readonly<Record<string, string>>
}

const [, , kind, folder] = process.argv
const events = kind === 'local' ? await trainWhole() : await trainPart()
const fits = events.flatMap((event) => (event.kind === 'fitFinished' ? [[fitName(event.fit), hashOf(event)]] : []))
const { user, system } = process.cpuUsage()
const cost: Cost = { cpuSeconds: (user + system) / 1e6, fits: Object.fromEntries(fits) as Cost['fits'] }
process.stdout.write(JSON.stringify(cost), () => process.exit())

async function trainWhole(): Promise<readonly RunEvent[]> {
  const [content] = new FrameReader(crc32).push(readFileSync(resolve(folder, 'whole.v8')))
  const job = deserialize(content) as TrainerJob
  Object.assign(process.env, trainerVariables(job))
  const { table, verified } = await readPreparedTable(job)
  const backend = await openForTraining(job)
  await verified
  const heard: RunEvent[] = []
  const emit = (event: RunEvent) => heard.push(event)
  await runJob(job, { table, backend, control: new TrainerControl(), emit, now: () => performance.now() })
  return heard
}

async function trainPart(): Promise<readonly RunEvent[]> {
  const code = await trainShard(folder, new TrainerControl())
  if (code !== 0) throw new Error(`the part in ${folder} ended with ${String(code)}`)
  return readAttempts(folder).flatMap((message) => (message.kind === 'events' ? message.events : []))
}

function hashOf({ history, scores, predictions }: Extract<RunEvent, { kind: 'fitFinished' }>): string {
  const values = [Object.entries(history).map(([name, list]) => [name, [...list]]), scores, predictions]
  return createHash('sha256').update(JSON.stringify(values)).digest('hex')
}
