import { toErrorData } from '../../core/errors.ts'
import type { Table } from '../../core/dataset/table.ts'
import type { CandidateSource } from './candidateSource.ts'
import { diagnoseCandidate } from './diagnoseCandidate.ts'
import type { DiagnosisAnswer, DiagnosisJob } from './diagnosisJobs.ts'
import { diagnosticRowPage, diagnosticRowsCsv } from './diagnosticRowPage.ts'
import { loadCandidate } from './loadedCandidate.ts'
import { readTableFile } from '../workspace/storedTableFile.ts'
import type { LoadedCandidate } from './loadedCandidate.ts'

/** Candidates kept decoded: those of one view, and of the one before it. */
export const MOST_LOADED = 8
const MOST_TABLES = 2

/** Answers questions about candidates, each decoded once. Blocks: it lives on a thread, or in a program with one task. */
export class DiagnosisMemory {
  readonly #loaded = new Map<string, LoadedCandidate>()
  readonly #tables = new Map<string, Table>()

  answer(job: DiagnosisJob): DiagnosisAnswer {
    try {
      const loaded = this.#load(job.source)
      if (job.kind === 'diagnose') return { diagnosis: diagnoseCandidate(job.source, loaded, job.request) }
      if (job.kind === 'rows') return { page: diagnosticRowPage(job.source, loaded, job.request) }
      return { csv: diagnosticRowsCsv(job.source, loaded, job.request) }
    } catch (error) {
      return { error: toErrorData(error) }
    }
  }

  #load(source: CandidateSource): LoadedCandidate {
    const known = this.#loaded.get(source.key)
    const loaded = known ?? loadCandidate(source, this.#table(source))
    remember(this.#loaded, source.key, loaded, MOST_LOADED)
    return loaded
  }

  #table(source: CandidateSource): Table {
    const table = this.#tables.get(source.tableHash) ?? readTableFile(source)
    remember(this.#tables, source.tableHash, table, MOST_TABLES)
    return table
  }
}

/** Puts an entry last and forgets the oldest beyond `most`. */
export function remember<Value>(map: Map<string, Value>, key: string, value: Value, most: number): void {
  map.delete(key)
  map.set(key, value)
  for (const oldest of [...map.keys()].slice(0, -most)) map.delete(oldest)
}
