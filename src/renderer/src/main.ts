import { connectLab } from './api/connectLab.ts'
import { mountApp } from './mountApp.ts'

const { client, onState } = connectLab()
mountApp(client, onState)
