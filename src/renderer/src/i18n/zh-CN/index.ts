import common from './common.ts'
import data from '../../rooms/data/words/zh-CN.ts'
import diagnose from '../../rooms/diagnose/words/zh-CN.ts'
import fields from './fields.ts'
import history from '../../rooms/history/words/zh-CN.ts'
import model from '../../rooms/model/words/zh-CN.ts'
import predict from '../../rooms/predict/words/zh-CN.ts'
import report from '../../rooms/report/words/zh-CN.ts'
import run from '../../rooms/run/words/zh-CN.ts'
import shell from './shell.ts'
import terms from './terms.ts'
import start from '../../rooms/start/words/zh-CN.ts'

import type en from '../en/index.ts'

const messages: typeof en = {
  common,
  shell,
  start,
  data,
  fields,
  model,
  run,
  history,
  diagnose,
  predict,
  report,
  terms,
}
export default messages
