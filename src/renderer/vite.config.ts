import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vite'
import { pageBuild } from './pageBuild.ts'

const here = (path: string) => decodeURIComponent(new URL(path, import.meta.url).pathname)

/** The page alone, on a fake lab: `npx vite src/renderer`, then open /dev.html. */
export default defineConfig({
  root: here('.'),
  plugins: [vue()],
  ...pageBuild,
  build: {
    outDir: here('../../out/fake'),
    emptyOutDir: true,
    target: 'esnext',
    modulePreload: { polyfill: false },
    rolldownOptions: { input: here('dev.html') },
  },
})
