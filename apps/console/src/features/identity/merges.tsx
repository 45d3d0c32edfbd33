/** How this person's ids came together, and the way back: a merge can be undone after reading what that means. */
import { getMergePreview, type MergePreview } from '@wematrix/server/features/persons/merge-preview/schema'
import {
  getPerson,
  getTimeline,
  listPeople,
  type Merge,
  type PersonReply,
  reverseMergeRoute,
} from '@wematrix/server/features/persons/schema'
import { App, Button, Modal } from 'antd'
import { type ReactNode, useState } from 'react'
import { useAct, useRead } from '../../api/queries.ts'
import { maybeWord, useWords } from '../../locales/index.tsx'
import { useBrandParams, useMay } from '../../shell/brand.ts'
import { Card } from '../../ui/card.tsx'
import { Await, Bones, ProblemLine } from '../../ui/states.tsx'

export function Merges({ person }: { person: PersonReply }) {
  const { t, f } = useWords()
  const reason = useMergeReason()
  const may = useMay('operator')
  const [asking, setAsking] = useState<Merge | null>(null)
  if (person.merges.length === 0 && person.conflicts.length === 0) return null
  return (
    <Card title={t('merge.title')} definition={t('merge.why')}>
      <ul>
        {person.merges.map(merge => (
          <li key={merge.id} className={`merge ${merge.undoneAt ? 'undone' : ''}`}>
            <div className="row between">
              <span className="num">
                {merge.from} <span className="faint">→</span> {merge.into}
              </span>
              {merge.undoneAt ? (
                <span className="chip">{t('merge.undone')}</span>
              ) : (
                may && (
                  <Button size="small" onClick={() => setAsking(merge)}>
                    {t('merge.undo')}
                  </Button>
                )
              )}
            </div>
            <span className="small muted">
              {reason(merge.reason)} · {f.moment(merge.at)}
            </span>
          </li>
        ))}
        {person.conflicts.map(conflict => (
          <li key={conflict.id} className="merge">
            <span className="row">
              <span className="chip warn">{t('conflict.one')}</span>
              {t(`conflict.${conflict.kind}`)}
            </span>
            <code className="small muted ellipsis">{conflict.subject}</code>
          </li>
        ))}
      </ul>
      {asking && <Confirm merge={asking} close={() => setAsking(null)} />}
    </Card>
  )
}

function Confirm({ merge, close }: { merge: Merge; close(): void }) {
  const { t, f } = useWords()
  const reason = useMergeReason()
  const params = { ...useBrandParams(), id: merge.id }
  const { message } = App.useApp()
  const preview = useRead(getMergePreview, { params }, { fresh: true })
  const undo = useAct(reverseMergeRoute, [getPerson, getTimeline, listPeople])
  const confirm = async () => {
    await undo.mutateAsync({ params })
    void message.success(t('merge.done'))
    close()
  }
  return (
    <Modal
      open
      onCancel={close}
      title={t('merge.confirm')}
      okText={t('merge.undo')}
      okButtonProps={{ danger: true, loading: undo.isPending, disabled: preview.data?.possible !== true }}
      onOk={() => void confirm().catch(() => {})}
    >
      <div className="stack" data-panel="merge-preview">
        <p>{t('merge.confirm.what', { from: merge.from, into: merge.into })}</p>
        <dl className="kv small">
          <dt>{t('merge.reason')}</dt>
          <dd>{reason(merge.reason)}</dd>
          <dt>{t('merge.at')}</dt>
          <dd>{f.moment(merge.at)}</dd>
          <Evidence evidence={merge.evidence} />
        </dl>
        <Await query={preview} wait={<Bones lines={3} />}>
          {found => <GivesBack preview={found} />}
        </Await>
        <ProblemLine error={undo.error} />
      </div>
    </Modal>
  )
}

/** What was seen: the two ids that came together and when; whatever else was written down stays as it is. */
function Evidence({ evidence }: { evidence: Merge['evidence'] }) {
  const { t, f } = useWords()
  const { a, b, at, ...rest } = evidence
  const row = (name: string, value: ReactNode) => (
    <div key={name} style={{ display: 'contents' }}>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  )
  return (
    <>
      {typeof a === 'string' &&
        typeof b === 'string' &&
        row(
          t('merge.together'),
          <span className="stack tight">
            <Node node={a} />
            <Node node={b} />
          </span>,
        )}
      {typeof at === 'string' && row(t('merge.seen'), f.moment(at))}
      {Object.entries(rest).map(([name, value]) =>
        row(name, <code>{typeof value === 'object' ? JSON.stringify(value) : String(value)}</code>),
      )}
    </>
  )
}

const KINDS = { o: 'openid', u: 'unionid', e: 'external', p: 'phone', d: 'anonymous' } as const

/** An id as the store names it, `o:app:openid`, in words. */
function Node({ node }: { node: string }) {
  const { t } = useWords()
  const kind = KINDS[node[0] as keyof typeof KINDS]
  const value = node.slice(node.lastIndexOf(':') + 1)
  return (
    <span className="row">
      <span className="muted nowrap">{kind ? t(`identity.${kind}`) : ''}</span>
      <code className="ellipsis" title={node}>
        {kind === 'phone' ? `${value.slice(0, 8)}…` : value}
      </code>
    </span>
  )
}

/** Who comes out again, with which ids and events. */
function GivesBack({ preview }: { preview: MergePreview }) {
  const { t, f } = useWords()
  if (!preview.possible) return <p className="warn">{t('merge.gone')}</p>
  return (
    <div className="suggestion stack tight">
      <strong>{t('merge.back', { from: preview.from })}</strong>
      <ul>
        {preview.identities.map(({ kind, appId, value }) => (
          <li key={`${kind}${appId}${value}`} className="row small">
            <span className="muted nowrap">{t(`identity.${kind}`)}</span>
            <code className="ellipsis" title={`${appId} ${value}`}>
              {value}
            </code>
          </li>
        ))}
      </ul>
      <span className="small num">
        {t('merge.back.events', { n: f.int(preview.events) })}
        {preview.valueFen > 0 && ` · ${f.money(preview.valueFen)}`}
      </span>
    </div>
  )
}

/** Why two were taken for one, in words. */
function useMergeReason() {
  const { lang } = useWords()
  return (reason: string) => maybeWord(lang, `merge.reason.${reason}`) ?? reason
}
