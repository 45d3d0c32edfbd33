/** Files that were read in or are being read in: how far they got, what was refused and why, and the way to go on. */
import { PlusOutlined } from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import { getImports, type Import } from '@wematrix/server/features/imports/schema'
import { Button } from 'antd'
import { useRead } from '../../api/queries.ts'
import { useWords } from '../../locales/index.tsx'
import { useBrand, useMay } from '../../shell/brand.ts'
import { Page } from '../../shell/page.tsx'
import { Card } from '../../ui/card.tsx'
import { Await, Bones, Empty } from '../../ui/states.tsx'
import { FilesCard } from '../statistics/files-card.tsx'
import { ImportRow } from './import-row.tsx'
import './imports.css'

const moving = (list: Import[] | undefined) => list?.some(({ state }) => state === 'running') ?? false

export default function ImportsScreen() {
  const { t } = useWords()
  const brand = useBrand()
  const may = useMay('operator')
  const input = { params: { brandId: brand.id } }
  const known = useRead(getImports, input)
  // Looked at closely only while something moves.
  const query = useRead(getImports, input, { refetchMs: moving(known.data?.imports) ? 1500 : 20_000 })
  const figures = may && (
    <Link to="/b/$brandId/imports/figures" params={{ brandId: brand.id }}>
      <Button>{t('figures.short')}</Button>
    </Link>
  )
  const begin = may && (
    <Link to="/b/$brandId/imports/new" params={{ brandId: brand.id }}>
      <Button type="primary" icon={<PlusOutlined />}>
        {t('import.new')}
      </Button>
    </Link>
  )
  return (
    <Page
      title={t('nav.imports')}
      tools={
        <>
          {figures}
          {begin}
        </>
      }
    >
      <Card title={t('import.list')} definition={t('import.list.why')} note={t('import.command')} flush>
        <Await query={query} wait={<Bones lines={4} height={36} />}>
          {({ imports }) =>
            imports.length === 0 ? (
              <Empty title={t('import.empty')} action={begin}>
                {t('import.empty.do')}
              </Empty>
            ) : (
              <ul className="imports">
                {imports.map(one => (
                  <ImportRow key={one.id} one={one} />
                ))}
              </ul>
            )
          }
        </Await>
      </Card>
      <FilesCard />
    </Page>
  )
}
