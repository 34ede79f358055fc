import type { ExportFormatInfo } from '../../contract/exports.ts'
import type { TrainedModel } from '../../core/model/trainedModel.ts'
import type { ExportChecker } from '../trainers/exportChecker.ts'
import type { WrittenModel } from './checkedModel.ts'
import type { ExportFiles } from './exportFile.ts'
import type { ExportSource } from './exportSource.ts'
import type { ModelOrigin } from './modelInput.ts'
import type { Parity } from './parity.ts'

/** What an export is made of: its files, and for models the proof that they predict as ours do. */
export interface WrittenExport {
  readonly files: ExportFiles
  readonly parity?: Parity
}

/** Writes a model for the runtime that it names. @throws HoldoutError `usage/one-network` where the format holds one network. */
export type ModelWriter = (model: TrainedModel, origin: ModelOrigin, takesRaw: boolean) => Promise<WrittenModel>

/** One format: everything there is to know of it, a row of `EXPORT_FORMATS`. */
export interface ExportFormat {
  readonly id: string
  /** Of its main file, without a dot; empty for a folder. */
  readonly extension: string
  readonly mediaType: string
  /** What it writes, in a few words: for the command line. */
  readonly doc: string
  readonly onPage: ExportFormatInfo['onPage']
  /** `finalModel`: it is about one candidate, which must have been trained on all rows. */
  readonly needs: 'run' | 'finalModel'
  /** Whether it writes what a run leaves itself: results of another run may not stand beside it. */
  readonly isResult?: true
  /** Of a format that another program runs. */
  readonly writeModel?: ModelWriter
  /** Whether it holds one network, and no ensemble. */
  readonly holdsOneNetwork?: true
  /** @throws HoldoutError of the families `export` and `usage`. */
  readonly write: (source: ExportSource, checker: ExportChecker) => Promise<WrittenExport>
}
