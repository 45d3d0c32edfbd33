/** Putting a pack in force: its own tests are run first, and one that fails them needs a reason. */
import {
  type FailedTest,
  forcePack,
  listPacks,
  listScans,
  listTasks,
  type PackLine,
  testPack,
} from '@wematrix/server/features/checks/packs-schema'
import { listReviews, listRules } from '@wematrix/server/features/checks/schema'
import { Alert, App, Input } from 'antd'
import { call } from '../../api/client.ts'
import { useAct } from '../../api/queries.ts'
import { useWords } from '../../locales/index.tsx'
import { useBrandParams } from '../../shell/brand.ts'
import { useTell } from '../../ui/states.tsx'

/** What a change of packs changes. */
export const afterChange = [listPacks, listScans, listTasks, listRules, listReviews]

const leastReason = 4

/** Asks, puts a version in force, and leads to the reading that follows. */
export function useForce(forced: (scan: string) => void) {
  const { t } = useWords()
  const params = useBrandParams()
  const { modal, message } = App.useApp()
  const tell = useTell()
  const force = useAct(forcePack, afterChange)
  const ask = async ({ id, version, from }: Pick<PackLine, 'id' | 'version' | 'from'>) => {
    const one = { ...params, packId: id, version }
    const { failedTests } = await call(testPack, { params: one })
    const fails = failedTests.length > 0
    let reason = ''
    const act = async () => {
      const { scan } = await force.mutateAsync({ params: one, body: fails ? { despite: reason } : {} })
      void message.success(t('packs.forced'))
      forced(scan.id)
    }
    const write = (text: string) => {
      reason = text.trim()
      asked.update({ okButtonProps: { danger: true, disabled: reason.length < leastReason } })
    }
    const asked = modal.confirm({
      title: t('packs.force.ask', { pack: `${id}@${version}` }),
      width: fails ? 600 : 480,
      content: (
        <>
          <p>{t('packs.force.what', { from })}</p>
          {fails && <Reason failed={failedTests} write={write} />}
        </>
      ),
      okText: t(fails ? 'packs.force.anyway' : 'packs.force'),
      okButtonProps: fails ? { danger: true, disabled: true } : {},
      onOk: () => act().catch(tell),
    })
  }
  return (pack: Pick<PackLine, 'id' | 'version' | 'from'>) => void ask(pack).catch(tell)
}

function Reason({ failed, write }: { failed: FailedTest[]; write(text: string): void }) {
  const { t } = useWords()
  return (
    <div className="stack">
      <FailedTests tests={failed} />
      <p className="small">{t('packs.despite.ask')}</p>
      <Input.TextArea
        rows={2}
        maxLength={500}
        aria-label={t('rule.change.reason')}
        placeholder={t('rule.change.reason.hint')}
        onChange={event => write(event.target.value)}
      />
    </div>
  )
}

/** The pack says of itself what it should find; where it does not, its words are probably wrong. */
export function FailedTests({ tests }: { tests: FailedTest[] }) {
  const { t } = useWords()
  return (
    <Alert
      type="warning"
      showIcon
      title={t('diff.failed', { n: tests.length })}
      description={
        <ul className="pack-failed">
          {tests.map(({ rule, text, hit }) => (
            <li key={`${rule} ${text}`} data-failed={rule}>
              <span className="mono small">{rule}</span> {t(hit ? 'diff.failed.missed' : 'diff.failed.found', { text })}
            </li>
          ))}
        </ul>
      }
    />
  )
}
