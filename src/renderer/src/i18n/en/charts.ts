/** What every chart offers. */
export const charts = {
  asTable: 'Show as table',
  asChart: 'Show as chart',
  save: 'Copy or save',
  copyPng: 'Copy as PNG',
  savePng: 'Save as PNG',
  saveSvg: 'Save as SVG',
  saveCsv: 'Save numbers as CSV',
  copied: 'Copied',
  cannotCopy: 'Cannot copy here: save it instead',
  firstRows: 'First {shown} of {rows} rows. Save as CSV for all.',
}
