import type { Command } from '../command.ts'
import { runsCheck } from './check.ts'
import { runsCompare } from './compare.ts'
import { runsDelete, runsRestore } from './deleteAndRestore.ts'
import { runsExtend } from './extend.ts'
import { runsGc } from './collect.ts'
import { runsList } from './list.ts'
import { runsNote } from './note.ts'
import { runsRecover } from './recover.ts'
import { runsShow } from './show.ts'
import { runsVerify } from './verify.ts'

/** Commands about runs that were kept. */
export const RUNS_COMMANDS: readonly Command[] = [
  runsList,
  runsShow,
  runsCompare,
  runsNote,
  runsDelete,
  runsRestore,
  runsVerify,
  runsExtend,
  runsCheck,
  runsGc,
  runsRecover,
]
