import { z } from 'zod'

/** Id of a run. */
export const runIdSchema = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,79}$/)

/** Id of a candidate, as `HistoryRow.id`: its run and its index in it. */
export const candidateIdSchema = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,79}\/\d{1,6}$/)

/** Id of a dataset: its content address. */
export const datasetIdSchema = z.string().regex(/^[0-9a-f]{64}$/)

/** A file that a person has chosen, dropped or uploaded, or a sample. The page never sees a path: it hands this back. */
export interface FileHandle {
  /** Opaque: `sample:sonar`, `example:sonar-dropout`, or a grant made for this session, `file:…`. */
  readonly ref: string
  /** Name without its folder. */
  readonly name: string
  readonly bytes?: number
}

/** `ref` of a {@link FileHandle}. */
export const fileRefSchema = z.string().regex(/^(sample|example|file):[A-Za-z0-9-]{1,80}$/)

/** Experiment files are written by hand; anything larger is another file by mistake. */
export const experimentTextSchema = z.string().max(8 << 20)

/** Name of a place where runs can be trained. */
export const placeNameSchema = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,39}$/)

/** Names, notes and tags. */
export const shortTextSchema = z.string().max(200)
