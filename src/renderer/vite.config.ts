import vue from '@vitejs/plugin-vue'
import { resolve } from 'node:path'
import { defineConfig } from 'vite'

/** The page alone, on a fake lab: `npx vite src/renderer`, then open /dev.html. */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [vue()],
  build: {
    outDir: resolve(import.meta.dirname, '../../out/fake'),
    emptyOutDir: true,
    target: 'esnext',
    modulePreload: { polyfill: false },
    rolldownOptions: { input: resolve(import.meta.dirname, 'dev.html') },
  },
})
