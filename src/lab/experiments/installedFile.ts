/** A file that set-up has installed, with the SHA-256 it had then. */
export interface InstalledFile {
  readonly path: string
  readonly size: number
  /** `null` where it could not be computed; absent in notes from before it was. */
  readonly sha256?: string | null
}
