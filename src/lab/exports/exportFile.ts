import type { FileContents } from './report/outputFolder.ts'

/** Files of an export, by their path in the output folder. Parts of a large text can be read once. */
export type ExportFiles = ReadonlyMap<string, FileContents>
