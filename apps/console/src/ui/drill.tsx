import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useWords } from '../locales/index.tsx'
import { useBrand } from '../shell/brand.ts'

/** A number that opens the people (and events) behind it; plain text when there is nobody behind it. */
export function Drill({ token, children, className = '' }: { token: string | null | undefined; children: ReactNode; className?: string }) {
  const { t } = useWords()
  const brand = useBrand()
  if (!token) return <span className={`num ${className}`}>{children}</span>
  return (
    <Link
      to="/b/$brandId/people"
      params={{ brandId: brand.id }}
      search={{ drill: token }}
      className={`drill num ${className}`}
      title={t('ui.drill')}
    >
      {children}
    </Link>
  )
}
