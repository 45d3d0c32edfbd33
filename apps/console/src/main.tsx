import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { queryClient } from './api/queries.ts'
import { WordsProvider } from './locales/index.tsx'
import { router } from './routes.tsx'
import { ThemeProvider } from './ui/theme.tsx'
import './ui/styles/tokens.css'
import './ui/styles/base.css'
import './ui/styles/kit.css'
import './ui/styles/figures.css'

const place = document.getElementById('root')
if (place) {
  createRoot(place).render(
    <StrictMode>
      <QueryClientProvider client={queryClient}>
        <WordsProvider>
          <ThemeProvider>
            <RouterProvider router={router} />
          </ThemeProvider>
        </WordsProvider>
      </QueryClientProvider>
    </StrictMode>,
  )
}
