import { createPinia } from 'pinia'
import { createApp } from 'vue'
import type { LabClient } from '../../contract/contract.ts'
import type { LabConnection } from './api/connectLab.ts'
import { provideLab } from './api/lab.ts'
import App from './App.vue'
import { useSystemStore } from './stores/systemStore.ts'
import './ui/ui.css'

/** Puts the page on the screen, on this lab. */
export function mountApp(lab: LabClient, onState: LabConnection['onState']): void {
  provideLab(lab)
  const app = createApp(App)
  app.use(createPinia())
  const system = useSystemStore()
  onState((state) => (system.connection = state))
  app.config.errorHandler = (error) => {
    console.error(error)
    system.showProblem(error)
  }
  app.mount('#app')
}
