// Prints the program of the Python that has Ray, or nothing where there is none. Makes none.
import { findRay } from './setup/peers.mjs'

process.stdout.write(findRay() ?? '')
