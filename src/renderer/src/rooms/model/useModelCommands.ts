import { ArrowDown, ArrowUp, Copy, Plus, Trash2 } from '@lucide/vue'
import { useI18n } from '../../i18n/useI18n.ts'
import { MODEL_TEMPLATES } from '../../../../core/experiment/edit/modelTemplates.ts'
import { layerCatalogue } from '../../../../core/model/layerCatalogue.ts'
import type { LayerType } from '../../../../core/model/modelSpec.ts'
import { layerIcons } from './layerIcons.ts'
import { shownLayer } from './layerRows.ts'
import type { Command } from '../../stores/commandStore.ts'
import { useModelRoomStore } from './modelRoomStore.ts'
import { useCommands } from '../../composables/useCommands.ts'
import { useFieldWords } from './useFieldWords.ts'

const KEYS: Readonly<Partial<Record<LayerType, string>>> = { dense: 'd', dropout: 'o' }

/** What can be done in the model room, by keys and from the palette. */
export function useModelCommands(open: { moreLayers: () => void; addModel: () => void }): void {
  const { t } = useI18n()
  const words = useFieldWords()
  const room = useModelRoomStore()

  const adding = (): Command[] =>
    (Object.keys(layerCatalogue) as LayerType[])
      .filter((type) => type !== 'output')
      .map((type) => ({
        id: `model.add.${type}`,
        title: t('model.addLayer', { layer: words.layer(type) }),
        group: 'model',
        icon: layerIcons[shownLayer(type).icon],
        keys: KEYS[type],
        where: room.preview?.name,
        run: () => room.addLayer(type),
      }))

  const templates = (): Command[] =>
    MODEL_TEMPLATES.map((template) => ({
      id: `model.template.${template}`,
      title: `${t('model.add')}: ${t(`model.template.${template}`)}`,
      group: 'model',
      icon: Plus,
      run: () => room.addModel(template),
    }))

  const select = (by: 1 | -1) => () => {
    const last = room.layers.length - 1
    const from = room.layerIndex ?? (by > 0 ? -1 : last + 1)
    room.layerIndex = Math.min(last, Math.max(0, from + by))
  }
  const onLayer = (run: (index: number) => void) => () => {
    if (room.layerIndex !== undefined) run(room.layerIndex)
  }
  const moving = (): Command[] => [
    hidden('model.selectUp', 'ArrowUp', ArrowUp, select(-1)),
    hidden('model.selectDown', 'ArrowDown', ArrowDown, select(1)),
    hidden('model.more', '/', Plus, open.moreLayers),
    hidden('model.addModel', 'n', Plus, open.addModel),
    forLayer('model.up', t('model.moveUp'), 'Alt+ArrowUp', ArrowUp, (index) => room.moveLayer(index, index - 1)),
    forLayer('model.down', t('model.moveDown'), 'Alt+ArrowDown', ArrowDown, (index) =>
      room.moveLayer(index, index + 1),
    ),
    forLayer('model.duplicate', t('model.duplicate'), '$mod+d', Copy, (index) => {
      if (room.preview?.spec?.layers[index]?.type !== 'output') room.duplicateLayer(index)
    }),
    forLayer('model.remove', t('model.remove'), 'Delete', Trash2, (index) => {
      if (room.preview?.spec?.layers[index]?.type !== 'output') room.removeLayer(index)
    }),
  ]
  function hidden(id: string, keys: string, icon: Command['icon'], run: () => void): Command {
    return { id, title: id, group: 'model', icon, keys, isHidden: true, run }
  }
  function forLayer(
    id: string,
    title: string,
    keys: string,
    icon: Command['icon'],
    run: (index: number) => void,
  ): Command {
    const name = room.layerIndex === undefined ? undefined : room.preview?.spec?.layers[room.layerIndex]?.name
    return { id, title, group: 'model', icon, keys, where: name, isHidden: name === undefined, run: onLayer(run) }
  }

  useCommands(() => (room.models.length === 0 ? templates() : [...adding(), ...templates(), ...moving()]))
}
