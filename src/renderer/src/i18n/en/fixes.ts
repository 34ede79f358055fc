/** What to do about an error on the page, by its code, where the lab speaks of words of the file: the page has a button for it. */
const fixes: Readonly<Record<string, string>> = {
  'csv/ragged-row': 'Correct the line, or leave such rows out; the ledger then lists them.',
  'csv/text-after-quote': 'Correct the line, choose another quote character, or leave such rows out.',
  'experiment/no-data': 'Choose a file or a dataset of the workspace.',
  'model/class-weight': 'Switch the class weights off under Training.',
  'model/loss-task': 'Choose “follows the task” as loss under Training, or another task beside the target.',
  'model/output-activation': 'Let the activation of the output follow from the task.',
  'model/output-units': 'Let the units of the output follow from the task.',
  'split/bad-folds': 'Choose 2 folds or more under Validation, or the strategy “holdout” for one held-out part.',
  'split/bad-repeats': 'Choose 1 repeat or more under Validation.',
  'split/bad-seed': 'Choose a seed from 0 to 4294967295 under Validation.',
  'split/groups-missing': 'Give one column the role “group” in Data, and fill its empty cells.',
  'split/labels-missing': 'Choose a strategy that does not stratify under Validation.',
  'split/repeats-not-random': 'Choose 1 repeat, or switch shuffling on, under Validation.',
  'split/too-few-groups': 'Choose fewer folds under Validation.',
}
export default fixes
