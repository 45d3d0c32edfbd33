/** Words that the brand itself forbids. */
import { PlusOutlined } from '@ant-design/icons'
import { type BrandRule, deleteBrandRule, listBrandRules } from '@wematrix/server/features/checks/brand-schema'
import { listReviews, listRules } from '@wematrix/server/features/checks/schema'
import { App, Button, Drawer } from 'antd'
import { useState } from 'react'
import { useAct, useRead } from '../../api/queries.ts'
import { useWords } from '../../locales/index.tsx'
import { useBrandParams, useMay } from '../../shell/brand.ts'
import { Card } from '../../ui/card.tsx'
import { Await, Empty, useTell } from '../../ui/states.tsx'
import { Table } from '../../ui/table.tsx'
import { BrandRuleForm } from './brand-rule-form.tsx'
import { RuleLink } from './rules-view.tsx'
import { SeverityChip } from './severity.tsx'

export function BrandRules() {
  const { t, f } = useWords()
  const params = useBrandParams()
  const may = useMay('operator')
  const query = useRead(listBrandRules, { params })
  const [edited, setEdited] = useState<BrandRule | 'new' | null>(null)
  const add = may && (
    <Button icon={<PlusOutlined />} onClick={() => setEdited('new')}>
      {t('brandRules.new')}
    </Button>
  )
  const some = (query.data?.rules.length ?? 0) > 0
  return (
    <Card className="check-list" title={t('brandRules.title')} definition={t('brandRules.why')} flush={some} tools={some && add}>
      <Await query={query}>
        {({ rules }) =>
          rules.length === 0 ? (
            <Empty title={t('brandRules.none')} action={add}>
              {t('brandRules.none.do')}
            </Empty>
          ) : (
            <Table head={[t('brandRules.name'), t('brandRules.words'), t('brandRules.severity'), t('brandRules.reason'), '']}>
              {rules.map(rule => (
                <tr key={rule.id} data-brand-rule={rule.id}>
                  <td>
                    <RuleLink id={rule.id} name={rule.name} bare />
                  </td>
                  <td className="brand-words">{f.names(rule.words.slice(0, 12))}</td>
                  <td>
                    <SeverityChip severity={rule.severity} />
                  </td>
                  <td>
                    {rule.reason}
                    <div className="small faint">{t('brandRules.by', { name: rule.by.name, date: f.date(rule.at) })}</div>
                  </td>
                  <td className="end">
                    {may && (
                      <>
                        <Button size="small" type="text" onClick={() => setEdited(rule)}>
                          {t('rule.change')}
                        </Button>
                        <End rule={rule} />
                      </>
                    )}
                  </td>
                </tr>
              ))}
            </Table>
          )
        }
      </Await>
      <Drawer
        open={edited !== null}
        onClose={() => setEdited(null)}
        title={t(edited === 'new' ? 'brandRules.new' : 'brandRules.edit')}
        size={520}
        destroyOnHidden
      >
        {edited && <BrandRuleForm rule={edited === 'new' ? undefined : edited} done={() => setEdited(null)} />}
      </Drawer>
    </Card>
  )
}

function End({ rule }: { rule: BrandRule }) {
  const { t } = useWords()
  const params = useBrandParams()
  const { modal } = App.useApp()
  const tell = useTell()
  const end = useAct(deleteBrandRule, [listBrandRules, listRules, listReviews])
  const ask = () =>
    void modal.confirm({
      title: t('brandRules.end.ask', { name: rule.name }),
      content: t('brandRules.end.what'),
      okText: t('brandRules.end'),
      okButtonProps: { danger: true },
      onOk: () => end.mutateAsync({ params: { ...params, id: rule.id } }).catch(tell),
    })
  return (
    <Button size="small" type="text" danger onClick={ask}>
      {t('brandRules.end')}
    </Button>
  )
}
