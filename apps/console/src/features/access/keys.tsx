/** API keys: made, shown once, revoked. */
import { PlusOutlined } from '@ant-design/icons'
import { createKey, deleteKey, listKeys } from '@wematrix/server/features/access/schema'
import { App, Button, Form, Input, Modal, Radio } from 'antd'
import { useState } from 'react'
import { useAct, useRead } from '../../api/queries.ts'
import { useWords } from '../../locales/index.tsx'
import { useBrandParams } from '../../shell/brand.ts'
import { Card } from '../../ui/card.tsx'
import { CopyField } from '../../ui/copy.tsx'
import { Await, Empty, useProblem } from '../../ui/states.tsx'

export function Keys() {
  const { t, f } = useWords()
  const params = useBrandParams()
  const [making, setMaking] = useState(false)
  const query = useRead(listKeys, { params })
  const revoke = useAct(deleteKey, [listKeys])
  const { modal } = App.useApp()
  const ask = (id: string, name: string) =>
    void modal.confirm({
      title: t('keys.revoke.ask', { name }),
      content: t('keys.revoke.what'),
      okText: t('keys.revoke'),
      okButtonProps: { danger: true },
      onOk: () => revoke.mutateAsync({ params: { ...params, id } }),
    })
  return (
    <Card
      title={t('settings.keys')}
      definition={t('keys.why')}
      flush
      tools={
        <Button type="primary" icon={<PlusOutlined />} onClick={() => setMaking(true)}>
          {t('keys.make')}
        </Button>
      }
    >
      <Await query={query}>
        {({ keys }) =>
          keys.length === 0 ? (
            <Empty title={t('keys.empty')}>{t('keys.empty.do')}</Empty>
          ) : (
            <div className="table-wrap">
              <table className="table">
                <thead>
                  <tr>
                    <th>{t('keys.name')}</th>
                    <th>{t('keys.kind')}</th>
                    <th>{t('keys.prefix')}</th>
                    <th>{t('keys.created')}</th>
                    <th>{t('keys.used')}</th>
                    <th />
                  </tr>
                </thead>
                <tbody>
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
                          <Button size="small" danger onClick={() => ask(key.id, key.name)}>
                            {t('keys.revoke')}
                          </Button>
                        )}
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
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
  const problem = useProblem(make.error)
  const done = () => {
    make.reset()
    close()
  }
  return (
    <Modal
      open={open}
      onCancel={done}
      footer={null}
      title={t(make.data ? 'keys.once' : 'keys.make')}
      destroyOnHidden
      mask={{ closable: !make.data }}
    >
      {make.data ? (
        <div className="stack">
          <p>{t('keys.once.why')}</p>
          <CopyField value={make.data.key} label={t('settings.keys')} />
          <Button type="primary" onClick={done} style={{ alignSelf: 'end' }}>
            {t('keys.once.done')}
          </Button>
        </div>
      ) : (
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
          {make.error && (
            <p className="bad" role="alert">
              {problem.title}: {problem.advice}
            </p>
          )}
          <Button type="primary" htmlType="submit" loading={make.isPending}>
            {t('keys.make')}
          </Button>
        </Form>
      )}
    </Modal>
  )
}
