import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** Where the server listens while the console is developed on its own. */
const server = 'http://127.0.0.1:8080'

export default defineConfig({
  plugins: [react()],
  server: { port: 5173, proxy: { '/api': server, '/version': server } },
  build: {
    outDir: 'dist',
    target: 'es2022',
    chunkSizeWarningLimit: 1200,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'react', test: /node_modules[\\/](react|react-dom|scheduler|@tanstack)[\\/]/, priority: 30 },
            { name: 'echarts', test: /node_modules[\\/](echarts|zrender)[\\/]/, priority: 20 },
            { name: 'antd', test: /node_modules[\\/](antd|@ant-design|@rc-component|rc-[^\\/]+|dayjs)[\\/]/, priority: 10 },
          ],
        },
      },
    },
  },
})
