import { join } from 'node:path'
import { deserialize } from 'node:v8'
import { crc32 } from 'node:zlib'
import { toErrorData } from '../../core/errors.ts'
import { present } from '../../core/present.ts'
import type { RunEnd, RunEvent } from '../../core/run/runEvent.ts'
import type { TrainerJob } from '../../core/run/trainerJob.ts'
import { FrameReader } from '../../core/shards/frames.ts'
import { ShardMerger } from '../../core/shards/mergeShards.ts'
import type { ShardModel } from '../../core/shards/mergeShards.ts'
import { followKey } from '../../core/shards/sentFile.ts'
import type { FollowedBytes } from '../../core/shards/sentFile.ts'
import type { ShardMessage } from '../../core/shards/shardMessage.ts'
import { readShardMessage } from '../../core/shards/shardMessageSchema.ts'
import { replaceFile } from '../files/jsonFile.ts'
import { describeCrash } from '../trainers/describeCrash.ts'
import type { RunEventsHandler, TrainerSession } from '../trainers/trainer.ts'
import type { Engine } from './engine.ts'
import { RunFollower } from './followRun.ts'
import { ENGINE_KINDS } from './engineKinds.ts'
import type { Place } from './place.ts'
import { openPlace, placeGone, sendFiles, sendTable } from './placeFiles.ts'
import type { OpenPlace } from './placeFiles.ts'
import { ShardBook } from './shardBook.ts'
import { runFiles, shardedRun } from './shardFolder.ts'
import type { Planner, ShardedRun } from './shardFolder.ts'

export interface RemoteSessionOptions {
  readonly place: () => Promise<Place>
  /** The place's own unless given. */
  readonly engineOf?: (open: OpenPlace) => Engine
  /** How often the engine is asked; 3 seconds on this machine and 15 elsewhere unless given. */
  readonly pollMs?: number
  /** How often files of events are looked at; half a second unless given. */
  readonly followMs?: number
  /** Unless given, a trainer's process is asked. */
  readonly plan?: Planner
}

/** What was asked for. */
type Asked = 'train' | 'pause' | 'stop' | 'leave' | 'kill'

const LOCAL_POLL_MS = 3000
const REMOTE_POLL_MS = 15_000
const FOLLOW_MS = 500
const LONGEST_LEAVE_MS = 30_000
/** Times between two tries to reach a place that does not answer. */
const FIRST_WAIT_MS = 1000
const LONGEST_WAIT_MS = 60_000
/** While a person waits for a stop. */
const STOPPING_POLL_MS = 2000
/** Looks at all files after which events that were there are known. */
const ENOUGH_ROUNDS = 2
/** A shard is handed over this often at most; a node that is lost does not count, since the engine itself goes on. */
const MOST_SUBMISSIONS = 3
/** Nodes that may refuse before the place is given up. */
const MOST_REFUSALS = 50

/**
 * A run in training on a place. Everything it knows is on the place and in the run's checkpoint folder: a lab that is killed, or
 * leaves, listens again later with the same job.
 */
export class RemoteSession implements TrainerSession {
  readonly ended: Promise<RunEnd>
  readonly #job: TrainerJob
  readonly #options: RemoteSessionOptions
  readonly #onEvents: RunEventsHandler
  #asked: Asked = 'train'
  #wake: (() => void) | undefined
  #pollMs = LOCAL_POLL_MS
  #leftAt: number | undefined

  constructor(job: TrainerJob, options: RemoteSessionOptions, onEvents: RunEventsHandler) {
    this.#job = job
    this.#options = options
    this.#onEvents = onEvents
    this.ended = this.#run().catch((error: unknown): RunEnd => ({ kind: 'failed', error: toErrorData(error) }))
  }

  stop(): void {
    this.#ask('stop')
  }

  pause(): void {
    this.#ask('pause')
  }

  resume(): void {
    if (this.#asked === 'pause') this.#ask('train')
  }

  kill(): void {
    this.#ask('kill')
  }

  /** Hands over what is not with the engine yet, and listens no more. The session ends as stopped. */
  leave(): void {
    this.#leftAt ??= performance.now()
    this.#ask('leave')
  }

  /** A place that does not answer keeps nobody. */
  #isLate(): boolean {
    return performance.now() - (this.#leftAt ?? 0) > LONGEST_LEAVE_MS
  }

  #ask(asked: Asked): void {
    if (this.#asked === 'kill' || this.#asked === 'leave') return
    this.#asked = asked
    this.#wake?.()
  }

  async #run(): Promise<RunEnd> {
    const { plan, followMs = FOLLOW_MS } = this.#options
    const job = this.#job
    const place = await this.#options.place()
    this.#pollMs = this.#options.pollMs ?? (place.host === undefined ? LOCAL_POLL_MS : REMOTE_POLL_MS)
    const now = Date.now()
    const run = await shardedRun(job, place, now, plan)
    const open = await this.#open(place, run.submittedAt !== now)
    if (!open) return { kind: 'stopped' }
    const folder = join(open.folder, 'runs', run.folder)
    await sendTable(open, job.tableFile, present(job.tableSha256, 'the hash of the table'))
    await sendFiles(open, folder, runFiles(job, run))
    const engine = (this.#options.engineOf ?? ENGINE_KINDS[place.engine].open)(open)
    const settleMs = 1000 * (place.fileDelay ?? ENGINE_KINDS[place.engine].fileDelay)
    const listening = new Listening({ job, run, open, folder, engine, followMs, settleMs }, this.#onEvents)
    try {
      return await this.#train(listening)
    } finally {
      listening.close()
      await listening.settled()
    }
  }

  /** Opens the place. A run that may be there already is tried again until it answers, or until something else is asked for. */
  async #open(place: Place, isThere: boolean): Promise<OpenPlace | undefined> {
    for (let waitMs = FIRST_WAIT_MS; ; waitMs = Math.min(LONGEST_WAIT_MS, 2 * waitMs)) {
      try {
        return await openPlace(place)
      } catch (error) {
        const { code, message } = toErrorData(error)
        if (!isThere || code !== 'training/place-gone') throw error
        this.#onEvents([
          { kind: 'notice', message: `${message}. The run may go on there; it is tried again.`, atMs: 0 },
        ])
      }
      if (this.#asked === 'train') await this.#waited(waitMs)
      if (this.#asked !== 'train') return undefined
    }
  }

  /** Until then, or until something is asked for. */
  #waited(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms)
      this.#wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }

  async #train(listening: Listening): Promise<RunEnd> {
    for (;;) {
      const asked = this.#asked
      if (asked === 'leave' && (listening.isHandedOver || this.#isLate())) return { kind: 'stopped' }
      if (asked === 'kill') {
        await listening.kill()
        return { kind: 'stopped' }
      }
      const end = await listening.step(asked === 'leave' ? 'train' : asked)
      if (end && !(end.kind === 'stopped' && this.#asked === 'pause')) return end
      if (this.#asked === asked) await this.#pause(listening)
    }
  }

  /** Until the next look at the engine, or until there is something to do. */
  #pause(listening: Listening): Promise<void> {
    const waiting = this.#waited(this.#asked === 'train' ? this.#pollMs : Math.min(this.#pollMs, STOPPING_POLL_MS))
    listening.onChange = this.#wake
    return waiting
  }
}

interface ListeningOptions {
  readonly job: TrainerJob
  readonly run: ShardedRun
  readonly open: OpenPlace
  readonly folder: string
  readonly engine: Engine
  readonly followMs: number
  readonly settleMs: number
}

/** Reads what attempts report, and sees to it that every shard is with the engine until all its fits are reported. */
class Listening {
  /** Called where there is something to do before the next look at the engine. */
  onChange: (() => void) | undefined
  readonly #options: ListeningOptions
  readonly #onEvents: RunEventsHandler
  readonly #merger: ShardMerger
  readonly #follower: RunFollower
  readonly #readers = new Map<string, FrameReader>()
  /** Attempts that sent what is no message. */
  readonly #damaged = new Set<string>()
  readonly #excluded = new Set<string>()
  /** Shards that were with the engine since this listening began. */
  readonly #seen = new Set<number>()
  readonly #submissions = new Map<number, number>()
  readonly #refused = new Set<number>()
  /** Attempts that have begun. */
  readonly #begun = new Map<number, number>()
  /** As many as there were when the shard was handed over. */
  readonly #begunBefore = new Map<number, number>()
  /** When a shard with open fits was first missing at the engine, and how many looks at the files there were then. */
  readonly #missing = new Map<number, { readonly at: number; readonly rounds: number }>()
  readonly #failures = new Map<number, RunEnd>()
  readonly #book: ShardBook
  #rounds = 0
  #isStopTold = false
  #work: Promise<void> = Promise.resolve()
  #failure: Error | undefined

  constructor(options: ListeningOptions, onEvents: RunEventsHandler) {
    const { run, job, open, folder, followMs } = options
    this.#options = options
    this.#onEvents = onEvents
    const elapsedMs = () => Math.max(0, Date.now() - run.submittedAt)
    this.#merger = new ShardMerger({ shards: run.shards, finished: job.finished, elapsedMs })
    this.#book = new ShardBook({
      fits: run.shards.map((blocks) => blocks.flat().length),
      openFits: (shard) => this.#merger.openFits(shard),
    })
    this.#follower = new RunFollower(open, folder, followMs, {
      onBytes: (piece) => this.#enqueue(() => this.#read(piece)),
      onRound: () => this.#enqueue(() => this.#endRound()),
      onLost: (reason) =>
        this.#notice(`${placeGone(open.place, reason).message}. The run goes on there; another connection is tried.`),
    })
  }

  close(): void {
    this.#follower.close()
  }

  /** Whether every shard that is not done is with the engine, final models left out. */
  get isHandedOver(): boolean {
    return this.#open().every((shard) => this.#seen.has(shard) || this.#options.run.finals.includes(shard))
  }

  /** Resolves when everything heard is handed over. */
  settled(): Promise<void> {
    return this.#work
  }

  kill(): Promise<void> {
    return this.#options.engine.kill(this.#options.run.folder)
  }

  /** Compares the engine with what is missing, and acts. Returns the end of the run where it has come. */
  async step(asked: Exclude<Asked, 'leave' | 'kill'>): Promise<RunEnd | undefined> {
    await this.#work
    if (this.#failure) throw this.#failure
    if (this.#open().length === 0) {
      // The last fits may have come before the first or since the last look through all files.
      this.#tellShards(true)
      return { kind: 'finished' }
    }
    const known = await this.#options.engine.look(this.#options.run.folder)
    if (known === undefined) {
      this.#notice(`The engine of ${this.#options.open.place.name} does not answer; it is asked again.`)
      return undefined
    }
    const active = new Set(known)
    for (const shard of active) this.#see(shard)
    const { waiting } = this.#options.engine
    this.#book.look([...active].filter((shard) => waiting?.has(shard)))
    this.#tellShards()
    if (asked !== 'train') return this.#stopAll(active)
    if (this.#isStopTold) this.#forgetStop()
    return this.#goOnWith(active)
  }

  async #stopAll(active: ReadonlySet<number>): Promise<RunEnd | undefined> {
    const { engine, run, open, folder } = this.#options
    if (!this.#isStopTold) {
      // The script of a shard that gets the signal must see it: it would be put back into the queue otherwise.
      await open.shell.run(['touch', '--', join(folder, 'stop')])
      this.#isStopTold = true
    }
    if (active.size > 0) {
      await engine.stop(run.folder)
      return undefined
    }
    return this.#gone(active).length === this.#open().length ? { kind: 'stopped' } : undefined
  }

  #forgetStop(): void {
    this.#isStopTold = false
    this.#seen.clear()
    this.#submissions.clear()
  }

  async #goOnWith(active: ReadonlySet<number>): Promise<RunEnd | undefined> {
    const { finals } = this.#options.run
    const isFinal = (shard: number) => finals.includes(shard)
    const hasOpenFits = this.#open().some((shard) => !isFinal(shard))
    const gone = this.#gone(active).filter((shard) => !isFinal(shard) || !hasOpenFits || !this.#seen.has(shard))
    const again = gone.filter((shard) => this.#mayStart(shard))
    for (const shard of gone) if (!again.includes(shard)) await this.#fail(shard)
    if (this.#failures.size > 0) return active.size > 0 ? undefined : [...this.#failures.values()][0]
    if (again.length > 0) await this.#submit(again)
    return undefined
  }

  /** Whether a shard that is not with the engine is to be handed over (again). */
  #mayStart(shard: number): boolean {
    if (!this.#seen.has(shard)) return true
    if (this.#refused.has(shard)) return this.#excluded.size < MOST_REFUSALS
    const end = this.#merger.endOf(shard)
    const hasBegun = (this.#begun.get(shard) ?? 0) > (this.#begunBefore.get(shard) ?? 0)
    if (hasBegun && (end === undefined || end.kind === 'failed')) return false
    return (this.#submissions.get(shard) ?? 0) < MOST_SUBMISSIONS
  }

  async #submit(shards: readonly number[]): Promise<void> {
    const { engine, run, folder, open, job } = this.#options
    const { finals } = run
    const table = present(job.tableSha256, 'the hash of the table')
    await open.shell.run(['rm', '-f', '--', join(folder, 'stop')])
    const submission = { runFolder: folder, run: run.folder, table, exclude: [...this.#excluded] }
    const [last, first] = [
      shards.filter((shard) => finals.includes(shard)),
      shards.filter((shard) => !finals.includes(shard)),
    ]
    const before =
      first.length > 0 ? await engine.submit({ ...submission, shards: first, readsOthers: false }) : undefined
    // Where other shards are still on their way, final models are handed over when those are done.
    const isLastOpen = first.length === this.#open().filter((shard) => !finals.includes(shard)).length
    if (last.length > 0 && isLastOpen)
      await engine.submit({
        ...submission,
        shards: last,
        readsOthers: true,
        ...(before !== undefined && { after: before }),
      })
    for (const shard of isLastOpen ? shards : first) {
      this.#missing.delete(shard)
      this.#refused.delete(shard)
      this.#see(shard)
      this.#begunBefore.set(shard, this.#begun.get(shard) ?? 0)
      this.#submissions.set(shard, 1 + (this.#submissions.get(shard) ?? 0))
    }
  }

  #see(shard: number): void {
    if (this.#seen.has(shard)) return
    this.#seen.add(shard)
    this.#begunBefore.set(shard, this.#begun.get(shard) ?? 0)
  }

  /** Shards whose fits are not all reported. */
  #open(): readonly number[] {
    return this.#options.run.shards.flatMap((_, shard) => (this.#merger.openFits(shard) > 0 ? [shard] : []))
  }

  /** Open shards that have not been with the engine for so long that all their events have come. */
  #gone(active: ReadonlySet<number>): readonly number[] {
    for (const shard of active) this.#missing.delete(shard)
    return this.#open().filter((shard) => {
      if (active.has(shard)) return false
      const since = this.#missing.get(shard) ?? { at: performance.now(), rounds: this.#rounds }
      this.#missing.set(shard, since)
      return this.#rounds >= since.rounds + ENOUGH_ROUNDS && performance.now() - since.at >= this.#settleMs(shard)
    })
  }

  /** A shard that never was with the engine, or has reported its end, has no late events. */
  #settleMs(shard: number): number {
    const isKnown = this.#merger.endOf(shard) !== undefined || this.#refused.has(shard)
    return !isKnown && (this.#seen.has(shard) || this.#begun.has(shard)) ? this.#options.settleMs : 0
  }

  /** A shard is not tried again. */
  async #fail(shard: number): Promise<void> {
    if (this.#failures.has(shard)) return
    this.#failures.set(shard, await this.#endOf(shard))
    this.#book.lose(shard)
    this.#tellShards()
  }

  /** How a shard ended that is not tried again. */
  async #endOf(shard: number): Promise<RunEnd> {
    const end = this.#merger.endOf(shard)
    if (end?.kind === 'failed') return end
    const { open, folder } = this.#options
    const { stdout } = await open.shell.run(['tail', '-n', '40', '--', join(folder, 'shards', String(shard), 'log')])
    return describeCrash({ code: null, signal: null, lastLines: stdout.split('\n').filter((line) => line !== '') })
  }

  #enqueue(work: () => Promise<void> | void): void {
    this.#work = this.#work.then(work).catch((error: unknown) => {
      this.#failure ??= error instanceof Error ? error : new Error(String(error))
      this.onChange?.()
    })
  }

  #endRound(): void {
    this.#rounds += 1
    this.#tellShards()
    // Now it is known what is missing.
    if (this.#rounds === ENOUGH_ROUNDS || this.#open().length === 0) this.onChange?.()
  }

  async #read(piece: FollowedBytes): Promise<void> {
    const key = followKey(piece)
    if (this.#damaged.has(key) || piece.shard >= this.#options.run.shards.length) return
    const reader = this.#readers.get(key) ?? new FrameReader(crc32)
    this.#readers.set(key, reader)
    const messages = reader.push(piece.bytes).map((content) => readShardMessage(deserialize(content)))
    for (const message of messages) {
      if (message) await this.#take(piece.shard, key, message)
      else this.#tellDamage(key)
    }
    if (reader.isDamaged) this.#tellDamage(key)
  }

  async #take(shard: number, attempt: string, message: ShardMessage): Promise<void> {
    if (this.#damaged.has(attempt)) return
    if (message.kind === 'attempt') this.#begin(shard, message.attempt.node)
    if (message.kind === 'refused') this.#refuse(shard, message.refusal)
    const { events, models } = this.#merger.take(shard, attempt, message)
    if (this.#merger.endOf(shard) !== undefined) this.#book.end(shard)
    for (const model of models) await this.#keepModel(model)
    if (events.length > 0) this.#onEvents(events.map((event) => this.#withOwnPath(event)))
  }

  #begin(shard: number, node: string): void {
    const attempts = 1 + (this.#begun.get(shard) ?? 0)
    this.#begun.set(shard, attempts)
    const isAfterLoss = attempts > 1 && this.#merger.endOf(shard) === undefined && !this.#refused.has(shard)
    if (isAfterLoss)
      this.#notice(
        'A part of the run was started again after its trainer or its node was lost. What it had finished was kept.',
      )
    this.#book.begin(shard, node, isAfterLoss)
    this.#refused.delete(shard)
  }

  #refuse(shard: number, { node, error }: Extract<ShardMessage, { kind: 'refused' }>['refusal']): void {
    this.#refused.add(shard)
    this.#book.end(shard)
    this.#excluded.add(node)
    this.#notice(`The node ${node} trains nothing of this run: ${error.message}. Its part goes to another node.`)
  }

  async #keepModel({ candidate, text }: ShardModel): Promise<void> {
    await replaceFile(this.#modelPath(candidate), text, { isPrivate: true })
  }

  #withOwnPath(event: RunEvent): RunEvent {
    return event.kind === 'finalModel' ? { ...event, file: this.#modelPath(event.candidate) } : event
  }

  #modelPath(candidate: number): string {
    const folder = present(this.#options.job.modelFolder, 'a folder for models')
    return join(folder, `model-${String(candidate)}.json`)
  }

  #tellDamage(attempt: string): void {
    if (this.#damaged.has(attempt)) return
    this.#damaged.add(attempt)
    this.#notice(
      'A file of events on the place is damaged. What it no longer holds is trained again, to the same bits.',
    )
  }

  /** Once the files were looked through: until then parts that are done would seem to wait. */
  #tellShards(isSure = this.#rounds > 0): void {
    const news = isSure ? this.#book.news(0) : []
    if (news.length > 0) this.#onEvents(news)
  }

  #notice(message: string): void {
    this.#onEvents([{ kind: 'notice', message, atMs: 0 }])
  }
}
