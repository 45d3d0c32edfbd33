/** API keys: made, shown once, revoked. */
import { PlusOutlined } from '@ant-design/icons'
import { createKey, deleteKey, listKeys } from '@wematrix/server/features/access/schema'
import { App, Button, Form, Input, Radio } from 'antd'
import { useState } from 'react'
import { useAct, useRead } from '../../api/queries.ts'
import { useWords } from '../../locales/index.tsx'
import { useBrandParams, useMay } from '../../shell/brand.ts'
import { Card } from '../../ui/card.tsx'
import { Await, Empty, ProblemLine, useTell } from '../../ui/states.tsx'
import { Table } from '../../ui/table.tsx'
import { Once } from './once.tsx'

export function Keys() {
  const { t, f } = useWords()
  const params = useBrandParams()
  const owner = useMay('owner')
  const [making, setMaking] = useState(false)
  const query = useRead(listKeys, { params })
  const revoke = useAct(deleteKey, [listKeys])
  const { modal } = App.useApp()
  const tell = useTell()
  const ask = (id: string, name: string) =>
    void modal.confirm({
      title: t('keys.revoke.ask', { name }),
      content: t('keys.revoke.what'),
      okText: t('keys.revoke'),
      okButtonProps: { danger: true },
      onOk: () => revoke.mutateAsync({ params: { ...params, id } }).catch(tell),
    })
  return (
    <Card
      title={t('settings.keys')}
      definition={t('keys.why')}
      flush
      tools={
        owner && (
          <Button type="primary" icon={<PlusOutlined />} onClick={() => setMaking(true)}>
            {t('keys.make')}
          </Button>
        )
      }
    >
      <Await query={query}>
        {({ keys }) =>
          keys.length === 0 ? (
            <Empty title={t('keys.empty')}>{t('keys.empty.do')}</Empty>
          ) : (
            <Table head={[t('keys.name'), t('keys.kind'), t('keys.prefix'), t('keys.created'), t('keys.used'), '']}>
              {keys.map(key => (
                <tr key={key.id}>
                  <td>
                    <strong>{key.name}</strong>
                  </td>
                  <td>
                    <span className={`chip ${key.kind === 'secret' ? 'warn' : 'info'}`}>{t(`keys.kind.${key.kind}`)}</span>
                  </td>
                  <td className="mono">{key.prefix}…</td>
                  <td className="muted nowrap">{f.date(key.createdAt)}</td>
                  <td className="muted nowrap">{key.lastUsedAt ? f.ago(key.lastUsedAt, new Date()) : t('keys.never')}</td>
                  <td className="end">
                    {key.revokedAt ? (
                      <span className="chip">{t('keys.revoked')}</span>
                    ) : (
                      owner && (
                        <Button size="small" danger onClick={() => ask(key.id, key.name)}>
                          {t('keys.revoke')}
                        </Button>
                      )
                    )}
                  </td>
                </tr>
              ))}
            </Table>
          )
        }
      </Await>
      <MakeKey open={making} close={() => setMaking(false)} />
    </Card>
  )
}

function MakeKey({ open, close }: { open: boolean; close(): void }) {
  const { t } = useWords()
  const params = useBrandParams()
  const make = useAct(createKey, [listKeys])
  const done = () => {
    make.reset()
    close()
  }
  return (
    <Once
      open={open}
      close={done}
      title={make.data ? t('keys.once') : t('keys.make')}
      made={make.data && { say: <p>{t('keys.once.why')}</p>, secret: { value: make.data.key, label: t('settings.keys') } }}
    >
      <Form
        layout="vertical"
        requiredMark={false}
        initialValues={{ kind: 'write' }}
        onFinish={(body: { kind: 'write' | 'secret'; name: string }) => make.mutateAsync({ params, body }).catch(() => {})}
      >
        <Form.Item name="name" label={t('keys.name')} rules={[{ required: true, message: t('keys.name.need') }]}>
          <Input maxLength={80} placeholder={t('keys.name.hint')} autoFocus />
        </Form.Item>
        <Form.Item name="kind" label={t('keys.kind')}>
          <Radio.Group style={{ display: 'grid', gap: 10 }}>
            {(['write', 'secret'] as const).map(kind => (
              <Radio key={kind} value={kind}>
                <strong>{t(`keys.kind.${kind}`)}</strong>
                <div className="small muted">{t(`keys.kind.${kind}.why`)}</div>
              </Radio>
            ))}
          </Radio.Group>
        </Form.Item>
        <ProblemLine error={make.error} />
        <Button type="primary" htmlType="submit" loading={make.isPending}>
          {t('keys.make')}
        </Button>
      </Form>
    </Once>
  )
}
