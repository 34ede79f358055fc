/** The thread on which some reference models are fitted beside those of its process. */
import { parentPort, workerData } from 'node:worker_threads'
import type { TrainerCommand } from '../../core/run/trainerJob.ts'
import type { ReferenceThreadData, ReferenceThreadMessage } from './fitBeside.ts'
import { fitReferencesOf } from './fitReferencesOf.ts'
import { ReferenceControl } from './referenceControl.ts'
import { standBack } from './standBack.ts'

const { job, priority } = workerData as ReferenceThreadData
const asked = new ReferenceControl(standBack(priority))
const say = (message: ReferenceThreadMessage) => parentPort?.postMessage(message)

parentPort?.on('message', (command: TrainerCommand) => {
  asked.hear(command)
})
say({ kind: 'done', isComplete: await fitReferencesOf(job, asked, say) })
parentPort?.close()
