/**
 * Settings as data: what a field of a layer, an optimizer or a loss may hold, its default and its meaning.
 *
 * The experiment file's schema, the defaults, the reference of the format and the forms on the screen are all
 * derived from these tables, so that they cannot disagree.
 */

interface FieldCommon {
  /** What it does, one line, in the field's words. */
  readonly doc: string
  /** Taken when the file leaves it out. Absent with `required` false: the setting may stay absent. */
  readonly default?: unknown
  /** The file must give it. */
  readonly required?: true
}

/** A finite number within bounds: `min`/`max` are allowed values, `above`/`below` are not. */
export interface NumberField extends FieldCommon {
  readonly kind: 'number'
  readonly min?: number
  readonly max?: number
  readonly above?: number
  readonly below?: number
  readonly integer?: true
}
export interface FlagField extends FieldCommon {
  readonly kind: 'flag'
}
export interface ChoiceField extends FieldCommon {
  readonly kind: 'choice'
  readonly options: readonly string[]
}
export interface TextField extends FieldCommon {
  readonly kind: 'text'
}
/** A thing with a `type`: one entry of a catalogue. Written as an object, or as the type alone. */
export interface TypedField extends FieldCommon {
  readonly kind: 'typed'
  /** What it is, with its article: `an initializer`. */
  readonly what: string
  readonly catalogue: Catalogue
}
/** Settings that belong together and have no `type`. */
export interface GroupField extends FieldCommon {
  readonly kind: 'group'
  readonly what: string
  readonly fields: Fields
}
/** `balanced`, or a positive weight per class label. */
export interface ClassWeightField extends FieldCommon {
  readonly kind: 'classWeight'
}
/** Part of the complete form only: the file cannot set it. */
export interface FixedField extends FieldCommon {
  readonly kind: 'fixed'
}

export type Field =
  | NumberField
  | FlagField
  | ChoiceField
  | TextField
  | TypedField
  | GroupField
  | ClassWeightField
  | FixedField

/** Fields by name, in the order in which forms and files show them. */
export type Fields = Readonly<Record<string, Field>>

export interface CatalogueEntry {
  readonly doc: string
  readonly fields: Fields
}

/** What may stand under `type`, with its fields. */
export type Catalogue = Readonly<Record<string, CatalogueEntry>>

/** A catalogue that lists every member of a union and every one of its fields, checked by the compiler. */
export type CatalogueOf<U extends { readonly type: string }> = {
  readonly [N in U['type']]: {
    readonly doc: string
    readonly fields: { readonly [K in Exclude<keyof Extract<U, { readonly type: N }>, 'type'>]-?: Field }
  }
}

/** Fields for every key of a record, checked by the compiler. */
export type FieldsOf<T> = { readonly [K in keyof T]-?: Field }

/** Whether a setting is absent unless asked for, and can be switched off by the word `none`. */
export function mayBeNone(field: Field): boolean {
  const isThing = field.kind === 'typed' || field.kind === 'group' || field.kind === 'classWeight'
  return isThing && field.required !== true && field.default === undefined
}
