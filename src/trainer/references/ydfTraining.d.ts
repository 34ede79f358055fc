/** The part of `ydf-training` 0.0.1 that is used here; the package brings no types. */
declare module 'ydf-training' {
  /** A column of a training table: numbers (`NaN` is missing) or categories (the empty text is missing). */
  type YdfColumn = readonly number[] | readonly string[]

  interface YdfModel {
    /** Labels in the order of the probabilities; empty for regression. */
    getLabelClasses(): readonly string[]
    /** One number per row for regression and two classes (the chance of the second), else one per row and class. */
    predict(columns: Readonly<Record<string, readonly (number | string | null)[]>>): readonly number[]
    /** Frees the memory of the model. */
    unload(): void
  }

  interface YdfLearner {
    train(columns: Readonly<Record<string, YdfColumn>>): YdfModel
  }

  type YdfLearnerType = new (label: string, task: 'CLASSIFICATION' | 'REGRESSION') => YdfLearner

  interface YdfLibrary {
    readonly RandomForestLearner: YdfLearnerType
    readonly GradientBoostedTreesLearner: YdfLearnerType
  }

  /** Loads the library; what it prints goes to `print` and `printErr`. */
  export default function load(options: {
    readonly print: (line: string) => void
    readonly printErr: (line: string) => void
  }): Promise<YdfLibrary>
}
