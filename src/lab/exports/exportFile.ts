/** Files of an export, by their path in the output folder. */
export type ExportFiles = ReadonlyMap<string, string | Uint8Array>
