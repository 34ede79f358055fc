/** The thread on which diagnoses are computed, so that the lab's event loop never waits for them. */
import { parentPort } from 'node:worker_threads'
import type { DiagnosisJob } from './diagnosisJobs.ts'
import { DiagnosisMemory } from './diagnosisMemory.ts'

const memory = new DiagnosisMemory()

parentPort?.on('message', (job: DiagnosisJob) => parentPort?.postMessage(memory.answer(job)))
