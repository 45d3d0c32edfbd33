/** Who may enter the brand and what they may do. */
import { PlusOutlined } from '@ant-design/icons'
import { addMember, changeMember, listMembers, type Role, removeMember } from '@wematrix/server/features/access/schema'
import { App, Button, Form, Input, Modal, Select } from 'antd'
import { useState } from 'react'
import { useAct, useRead } from '../../api/queries.ts'
import { useWords } from '../../locales/index.tsx'
import { useBrand, useBrandParams } from '../../shell/brand.ts'
import { Card } from '../../ui/card.tsx'
import { CopyField } from '../../ui/copy.tsx'
import { Await, useProblem } from '../../ui/states.tsx'

const ROLES: Role[] = ['owner', 'admin', 'operator', 'viewer']

export function Members() {
  const { t } = useWords()
  const params = useBrandParams()
  const owner = useBrand().role === 'owner'
  const { message } = App.useApp()
  const [adding, setAdding] = useState(false)
  const query = useRead(listMembers, { params })
  const change = useAct(changeMember, [listMembers])
  const remove = useAct(removeMember, [listMembers])
  const tell = (error: unknown) => void message.error(error instanceof Error ? error.message : t('problem.unexpected'))
  return (
    <Card
      title={t('settings.members')}
      definition={t('members.why')}
      flush
      tools={
        owner && (
          <Button type="primary" icon={<PlusOutlined />} onClick={() => setAdding(true)}>
            {t('members.add')}
          </Button>
        )
      }
    >
      <Await query={query}>
        {({ members }) => (
          <div className="table-wrap">
            <table className="table">
              <thead>
                <tr>
                  <th>{t('members.person')}</th>
                  <th>{t('members.role')}</th>
                  <th />
                </tr>
              </thead>
              <tbody>
                {members.map(member => (
                  <tr key={member.userId}>
                    <td>
                      <strong>{member.name || member.email}</strong>
                      {member.name && <div className="small faint">{member.email}</div>}
                    </td>
                    <td>
                      <Select<Role>
                        value={member.role}
                        disabled={!owner}
                        variant="filled"
                        style={{ minWidth: 112 }}
                        aria-label={t('members.role')}
                        onChange={role =>
                          change.mutate({ params: { ...params, userId: member.userId }, body: { role } }, { onError: tell })
                        }
                        options={ROLES.map(value => ({ value, label: t(`role.${value}`) }))}
                      />
                    </td>
                    <td className="end">
                      {owner && (
                        <Button
                          size="small"
                          danger
                          onClick={() => remove.mutate({ params: { ...params, userId: member.userId } }, { onError: tell })}
                        >
                          {t('members.remove')}
                        </Button>
                      )}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </Await>
      <AddMember open={adding} close={() => setAdding(false)} />
    </Card>
  )
}

function AddMember({ open, close }: { open: boolean; close(): void }) {
  const { t } = useWords()
  const params = useBrandParams()
  const add = useAct(addMember, [listMembers])
  const problem = useProblem(add.error)
  const done = () => {
    add.reset()
    close()
  }
  return (
    <Modal open={open} onCancel={done} footer={null} title={t('members.add')} destroyOnHidden>
      {add.data ? (
        <div className="stack">
          <p>{t(add.data.password ? 'members.password' : 'members.known', { who: add.data.member.email })}</p>
          {add.data.password && <CopyField value={add.data.password} label={t('door.password')} />}
          <Button type="primary" onClick={done} style={{ alignSelf: 'end' }}>
            {t('keys.once.done')}
          </Button>
        </div>
      ) : (
        <Form
          layout="vertical"
          requiredMark={false}
          initialValues={{ role: 'operator' }}
          onFinish={(body: { email: string; role: Role }) => add.mutateAsync({ params, body }).catch(() => {})}
        >
          <Form.Item name="email" label={t('door.email')} rules={[{ required: true, type: 'email', message: t('door.email.need') }]}>
            <Input autoFocus />
          </Form.Item>
          <Form.Item name="role" label={t('members.role')}>
            <Select options={ROLES.map(value => ({ value, label: `${t(`role.${value}`)} · ${t(`role.${value}.why`)}` }))} />
          </Form.Item>
          {add.error && (
            <p className="bad" role="alert">
              {problem.title}: {problem.advice}
            </p>
          )}
          <Button type="primary" htmlType="submit" loading={add.isPending}>
            {t('members.add')}
          </Button>
        </Form>
      )}
    </Modal>
  )
}
