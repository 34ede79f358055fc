/** The scores of a class that have a mean over classes. */
export interface MeanOfClasses {
  readonly precision: number
  readonly recall: number
  readonly f1: number
}

/** Plain mean of the classes' scores, or weighted by the rows of each class. */
export function classMeans(
  classes: readonly (MeanOfClasses & { readonly support: number })[],
  isWeighted = false,
): MeanOfClasses {
  const rows = classes.reduce((sum, { support }) => sum + support, 0)
  const mean = (name: keyof MeanOfClasses): number =>
    classes.reduce((sum, one) => sum + (isWeighted ? one.support / rows : 1 / classes.length) * one[name], 0)
  return { precision: mean('precision'), recall: mean('recall'), f1: mean('f1') }
}
