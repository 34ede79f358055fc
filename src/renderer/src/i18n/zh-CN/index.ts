import common from './common.ts'
import data from './data.ts'
import fields from './fields.ts'
import history from './history.ts'
import model from './model.ts'
import report from './report.ts'
import run from './run.ts'
import shell from './shell.ts'
import start from './start.ts'

import type en from '../en/index.ts'

const messages: typeof en = { common, shell, start, data, fields, model, run, history, report }
export default messages
