import { Worker } from 'node:worker_threads'
import type {
  CandidateDiagnosis,
  DiagnosisRequest,
  DiagnosticRowPage,
  DiagnosticRowsRequest,
  StoredThreshold,
} from '../../contract/diagnostics.ts'
import { HoldoutError } from '../../core/errors.ts'
import type { RunDocument } from '../../core/run/runDocument.ts'
import type { Workspace } from '../workspace/workspace.ts'
import { candidateSource } from './candidateSource.ts'
import type { CandidateSource } from './candidateSource.ts'
import type { DiagnosisAnswer, DiagnosisJob } from './diagnosisJobs.ts'
import { MOST_LOADED, remember } from './diagnosisMemory.ts'
import { silenceCheck, withSilenced } from './silencedChecks.ts'
import { withDiagnoses } from './storedDiagnoses.ts'
import { storeThreshold } from './storeThreshold.ts'
import { programFile } from '../programFile.ts'

interface Waiting {
  readonly resolve: (answer: DiagnosisAnswer) => void
  readonly reject: (reason: unknown) => void
}

/** Diagnoses of stored candidates, computed on a thread that keeps what it decoded. */
export class DiagnosisService {
  readonly #workspace: Workspace
  readonly #waiting: Waiting[] = []
  /** Keys that the thread has decoded, oldest first, as the thread forgets them. */
  readonly #known = new Map<string, true>()
  #thread: Worker | undefined
  #reading: Promise<unknown> = Promise.resolve()

  constructor(workspace: Workspace) {
    this.#workspace = workspace
  }

  /** @throws HoldoutError `workspace/no-such-candidate`, `workspace/no-table`, `workspace/damaged` */
  async of({ candidates, ...request }: DiagnosisRequest): Promise<readonly CandidateDiagnosis[]> {
    const diagnoses: CandidateDiagnosis[] = []
    for (const id of candidates) {
      const answer = await this.#ask(id, (source) => ({ kind: 'diagnose', source, request }))
      if (!('diagnosis' in answer)) throw otherAnswer()
      const { diagnosis } = answer
      diagnoses.push({ ...diagnosis, checks: withSilenced(this.#workspace, diagnosis.runId, diagnosis.checks) })
    }
    return diagnoses
  }

  /** @throws HoldoutError as {@link of} */
  async rows({ candidate, ...request }: DiagnosticRowsRequest): Promise<DiagnosticRowPage> {
    const answer = await this.#ask(candidate, (source) => ({ kind: 'rows', source, request }))
    if (!('page' in answer)) throw otherAnswer()
    return answer.page
  }

  /** @throws HoldoutError as {@link of} */
  async rowsCsv({ candidate, ...request }: DiagnosticRowsRequest): Promise<string> {
    const answer = await this.#ask(candidate, (source) => ({ kind: 'rowsCsv', source, request }))
    if (!('csv' in answer)) throw otherAnswer()
    return answer.csv
  }

  /** A run's document with the diagnoses of the models that its report shows. */
  document(document: RunDocument): Promise<RunDocument> {
    return withDiagnoses(this.#workspace, document, async (id) => (await this.of({ candidates: [id] }))[0])
  }

  /** @throws HoldoutError `usage/not-binary`, `workspace/…` */
  setThreshold(candidate: string, stored: StoredThreshold | null): Promise<void> {
    return storeThreshold(this.#workspace, candidate, stored)
  }

  /** @throws HoldoutError `usage/no-such-check`, `workspace/…` */
  silence(code: string, runId: string | undefined, isSilenced: boolean): void {
    silenceCheck(this.#workspace, code, runId, isSilenced)
  }

  async shutdown(): Promise<void> {
    const thread = this.#thread
    this.#thread = undefined
    const stopped = new HoldoutError('stopped/by-user', 'Stopped while a diagnosis was computed.')
    for (const { reject } of this.#waiting.splice(0)) reject(stopped)
    await thread?.terminate()
  }

  async #ask(id: string, job: (source: CandidateSource) => DiagnosisJob): Promise<DiagnosisAnswer> {
    // Started first: its modules load while predictions are read.
    this.#running()
    const source = await this.#source(id)
    const thread = this.#running()
    const answer = await new Promise<DiagnosisAnswer>((resolve, reject) => {
      this.#waiting.push({ resolve, reject })
      thread.postMessage(job(source))
    })
    if (!('error' in answer)) return answer
    this.#known.delete(source.key)
    throw HoldoutError.fromData(answer.error)
  }

  /** One at a time: what is asked of a candidate at the same moment does not read its predictions twice. */
  #source(id: string): Promise<CandidateSource> {
    const read = this.#reading.then(async () => {
      const source = await candidateSource(this.#workspace, id, (key) => this.#known.has(key))
      // Decoded by now, or as soon as the thread comes to it: jobs are answered in order.
      remember(this.#known, source.key, true, MOST_LOADED)
      return source
    })
    this.#reading = read.catch(() => undefined)
    return read
  }

  #running(): Worker {
    return (this.#thread ??= this.#start())
  }

  #start(): Worker {
    const thread = new Worker(programFile(import.meta.url, './diagnosisThread'))
    thread.unref()
    thread.on('message', (answer: DiagnosisAnswer) => this.#waiting.shift()?.resolve(answer))
    thread.on('error', (error) => this.#fail(thread, error))
    thread.on('exit', () => this.#fail(thread, new Error('the thread for diagnoses ended')))
    return thread
  }

  #fail(thread: Worker, reason: unknown): void {
    if (this.#thread === thread) this.#thread = undefined
    this.#known.clear()
    for (const { reject } of this.#waiting.splice(0)) reject(reason)
  }
}

function otherAnswer(): Error {
  return new Error('the thread for diagnoses gave another answer than was asked for')
}
