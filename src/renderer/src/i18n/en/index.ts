import common from './common.ts'
import data from '../../rooms/data/words/en.ts'
import diagnose from '../../rooms/diagnose/words/en.ts'
import fields from './fields.ts'
import history from '../../rooms/history/words/en.ts'
import model from '../../rooms/model/words/en.ts'
import predict from '../../rooms/predict/words/en.ts'
import report from '../../rooms/report/words/en.ts'
import run from '../../rooms/run/words/en.ts'
import shell from './shell.ts'
import terms from './terms.ts'
import start from '../../rooms/start/words/en.ts'

export default { common, shell, start, data, fields, model, run, history, diagnose, predict, report, terms }
