/** One thing that a place must have. */
export interface PlaceFact {
  readonly what: 'connection' | 'engine' | 'folder' | 'program' | 'nodes'
  readonly isFine: boolean
  /** What was found. */
  readonly found: string
  /** What to do where it is not fine. */
  readonly hint?: string
}
