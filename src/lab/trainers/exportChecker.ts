import { HoldoutError, toErrorData } from '../../core/errors.ts'
import type { ErrorData } from '../../core/errors.ts'
import type { ExportCheck, ExportOutputs } from '../../core/exports/exportCheck.ts'
import { askProcess } from './askProcess.ts'
import type { TrainerProcess } from './trainerProcess.ts'

/** Runs exported models, in a process of its own: a runtime may be slow, and may take its process down. */
export interface ExportChecker {
  /** @throws HoldoutError with what the runtime said where it cannot run the model. */
  check(check: ExportCheck): Promise<ExportOutputs>
}

/** Hands one check to a trainer's process and waits for its answer. */
export async function checkIn(process: TrainerProcess, check: ExportCheck): Promise<ExportOutputs> {
  try {
    return await askProcess(process, { kind: 'check', check }, (message) => {
      if (message.kind === 'notChecked') throw HoldoutError.fromData(message.error)
      return message.kind === 'checked' ? message.outputs : undefined
    })
  } catch (error) {
    throw notChecked(toErrorData(error))
  }
}

function notChecked({ message, hint, ...data }: ErrorData): HoldoutError {
  return new HoldoutError('export/not-checked', `The exported model could not be run to check it: ${message}`, {
    ...data,
    hint: hint ?? 'Choose another format, or run "holdout doctor" to see whether TensorFlow is there.',
  })
}
