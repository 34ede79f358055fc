/** Says which program this is: `places check` compares it with the program that submits. */
import { programStamp } from './programStamp.ts'

process.stdout.write(`${programStamp()}\n`)
