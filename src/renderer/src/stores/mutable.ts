/** A type whose properties may all be set: what an edit works on. */
export type Mutable<Value> = Value extends (...args: never[]) => unknown
  ? Value
  : Value extends object
    ? { -readonly [Key in keyof Value]: Mutable<Value[Key]> }
    : Value
