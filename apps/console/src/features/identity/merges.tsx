/** How this person's ids came together, and the way back: a merge can be undone after reading what that means. */
import { getPerson, getTimeline, type Merge, type PersonReply, reverseMergeRoute } from '@wematrix/server/features/persons/schema'
import { App, Button, Modal } from 'antd'
import { useState } from 'react'
import { useAct } from '../../api/queries.ts'
import { maybeWord, useWords } from '../../locales/index.tsx'
import { useBrandParams } from '../../shell/brand.ts'
import { Card } from '../../ui/card.tsx'
import { useProblem } from '../../ui/states.tsx'

export function Merges({ person }: { person: PersonReply }) {
  const { t, f, lang } = useWords()
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
                <Button size="small" onClick={() => setAsking(merge)}>
                  {t('merge.undo')}
                </Button>
              )}
            </div>
            <span className="small muted">
              {maybeWord(lang, `merge.reason.${merge.reason}`) ?? merge.reason} · {f.moment(merge.at)}
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
      <Confirm merge={asking} close={() => setAsking(null)} />
    </Card>
  )
}

function Confirm({ merge, close }: { merge: Merge | null; close(): void }) {
  const { t, f, lang } = useWords()
  const params = useBrandParams()
  const { message } = App.useApp()
  const undo = useAct(reverseMergeRoute, [getPerson, getTimeline])
  const problem = useProblem(undo.error)
  const confirm = async () => {
    if (!merge) return
    await undo.mutateAsync({ params: { ...params, id: merge.id } })
    void message.success(t('merge.done'))
    close()
  }
  return (
    <Modal
      open={merge !== null}
      onCancel={close}
      title={t('merge.confirm')}
      okText={t('merge.undo')}
      okButtonProps={{ danger: true, loading: undo.isPending }}
      onOk={() => void confirm()}
    >
      {merge && (
        <div className="stack">
          <p>{t('merge.confirm.what', { from: merge.from, into: merge.into })}</p>
          <dl className="kv small">
            <dt>{t('merge.reason')}</dt>
            <dd>{maybeWord(lang, `merge.reason.${merge.reason}`) ?? merge.reason}</dd>
            <dt>{t('merge.at')}</dt>
            <dd>{f.moment(merge.at)}</dd>
            {Object.entries(merge.evidence).map(([name, value]) => (
              <div key={name} style={{ display: 'contents' }}>
                <dt>{name}</dt>
                <dd className="mono">{typeof value === 'object' ? JSON.stringify(value) : String(value)}</dd>
              </div>
            ))}
          </dl>
          {undo.error && (
            <p className="bad" role="alert">
              {problem.title}: {problem.advice}
            </p>
          )}
        </div>
      )}
    </Modal>
  )
}
