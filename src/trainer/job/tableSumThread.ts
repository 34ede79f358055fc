/** The thread on which the SHA-256 of a large table is computed while the table is read. */
import { parentPort, workerData } from 'node:worker_threads'
import { sha256OfFile } from './sha256OfFile.ts'

parentPort?.postMessage(sha256OfFile(workerData as string))
