// Prints the program of the Python that tests compare with, or nothing where there is none. Makes none.
import { findPeers } from './setup/peers.mjs'

process.stdout.write(findPeers() ?? '')
