import { datasetAnswers } from './datasetAnswers.ts'
import { diagnosticsAnswers } from './diagnosticsAnswers.ts'
import { exportAnswers } from './exportAnswers.ts'
import { experimentAnswers } from './experimentAnswers.ts'
import { historyAnswers, modelAnswers } from './historyAnswers.ts'
import { answering } from './implementation.ts'
import { placeAnswers } from './placeAnswers.ts'
import { predictionAnswers } from './predictionAnswers.ts'
import { reportAnswers } from './reportAnswers.ts'
import { runAnswers } from './runAnswers.ts'
import { settingsAnswers, systemAnswers } from './systemAnswers.ts'

/** The whole contract, answered: the same router behind the app's port and behind a WebSocket. */
export const router = answering.router({
  datasets: datasetAnswers,
  experiments: experimentAnswers,
  runs: runAnswers,
  history: historyAnswers,
  diagnostics: diagnosticsAnswers,
  reports: reportAnswers,
  exports: exportAnswers,
  models: modelAnswers,
  places: placeAnswers,
  predictions: predictionAnswers,
  settings: settingsAnswers,
  system: systemAnswers,
})
