import { FileText, History, House, ScanSearch, Table2, Target } from '@lucide/vue'
import type { Component } from 'vue'
import type { Place } from '../stores/routeStore.ts'
import IconModel from '../ui/icons/IconModel.vue'
import IconRun from '../ui/icons/IconRun.vue'

/** The sign of each place. */
export const roomIcons: Readonly<Record<Place, Component>> = {
  start: House,
  data: Table2,
  model: IconModel,
  run: IconRun,
  history: History,
  diagnose: ScanSearch,
  predict: Target,
  report: FileText,
}
