import type { Command } from '../command.ts'
import { placesAdd } from './add.ts'
import { placesCheck } from './check.ts'
import { placesClean } from './clean.ts'
import { placesList } from './list.ts'
import { placesSetup } from './setup.ts'

/** Commands about places where runs can be trained besides this machine. */
export const PLACES_COMMANDS: readonly Command[] = [placesAdd, placesSetup, placesCheck, placesList, placesClean]
