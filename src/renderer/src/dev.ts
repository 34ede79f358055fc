import { createFakeLab } from '../../contract/fake/fakeLab.ts'
import { mountApp } from './mountApp.ts'

/** The page on a lab that makes everything up, to look at it without one. */
const pace = () => new Promise<void>((resolve) => setTimeout(resolve, 50))
mountApp(createFakeLab({ pace }), (listener) => listener('connected'))
