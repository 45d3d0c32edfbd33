import { getSession } from '@wematrix/server/features/access/schema'
import { getBrand, updateBrand } from '@wematrix/server/features/brands/schema'
import { App, Button, Form, Input, Select } from 'antd'
import { useAct, useRead } from '../../api/queries.ts'
import { useWords } from '../../locales/index.tsx'
import { useBrandParams, useMay } from '../../shell/brand.ts'
import { Card } from '../../ui/card.tsx'
import { Await, ProblemLine } from '../../ui/states.tsx'
import { BrandName } from './brand-name.tsx'

type Fields = { name: string; timeZone: string; openAppId: string }

/** Name, days and Open Platform account of the brand. */
export function BrandForm() {
  const { t } = useWords()
  const params = useBrandParams()
  const owner = useMay('owner')
  const { message } = App.useApp()
  const query = useRead(getBrand, { params })
  const save = useAct(updateBrand, [getBrand, getSession])
  const submit = async ({ name, timeZone, openAppId }: Fields) => {
    await save.mutateAsync({ params, body: { name, timeZone, openAppId: openAppId.trim() || null } })
    void message.success(t('brand.saved'))
  }
  return (
    <Card title={t('settings.brand')}>
      <Await query={query}>
        {brand => (
          <Form<Fields>
            layout="vertical"
            requiredMark={false}
            disabled={!owner}
            style={{ maxWidth: 480 }}
            initialValues={{ name: brand.name, timeZone: brand.timeZone, openAppId: brand.openAppId ?? '' }}
            onFinish={fields => submit(fields).catch(() => {})}
          >
            <BrandName field="name" />
            <Form.Item name="timeZone" label={t('brand.zone')} extra={t('brand.zone.why')}>
              <Select showSearch options={Intl.supportedValuesOf('timeZone').map(value => ({ value, label: value }))} />
            </Form.Item>
            <Form.Item name="openAppId" label={t('brand.open')} extra={t('brand.open.why')}>
              <Input placeholder="wx…" />
            </Form.Item>
            <ProblemLine error={save.error} />
            <Button type="primary" htmlType="submit" loading={save.isPending}>
              {t('ui.save')}
            </Button>
          </Form>
        )}
      </Await>
    </Card>
  )
}
