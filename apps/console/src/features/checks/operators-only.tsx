/** What only operators may ask of the checks; others see why it is not there. */
import type { ReactNode } from 'react'
import { useWords } from '../../locales/index.tsx'
import { useMay } from '../../shell/brand.ts'
import { Card } from '../../ui/card.tsx'
import { Empty } from '../../ui/states.tsx'

export function OperatorsOnly({ title, children }: { title: string; children: ReactNode }) {
  const { t } = useWords()
  if (useMay('operator')) return children
  return (
    <Card title={title}>
      <Empty title={t('checks.viewer')}>{t('checks.viewer.do')}</Empty>
    </Card>
  )
}
