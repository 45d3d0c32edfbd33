/** The checks of an account, each with the fact behind it, and what to do when it is not there. Waiting ones are looked at again. */
import { CheckCircleFilled, ClockCircleOutlined, CloseCircleFilled, MinusCircleOutlined } from '@ant-design/icons'
import { type Carrier, getCarrier, listCarriers, verifyCarrier } from '@wematrix/server/features/carriers/schema'
import { Button } from 'antd'
import { useAct, useRead } from '../../api/queries.ts'
import { useWords } from '../../locales/index.tsx'
import { useBrand, useMay } from '../../shell/brand.ts'
import { CopyField } from '../../ui/copy.tsx'
import { ProblemLine } from '../../ui/states.tsx'

const signs = {
  ok: <CheckCircleFilled className="good" />,
  failed: <CloseCircleFilled className="bad" />,
  waiting: <ClockCircleOutlined className="warn" />,
  not_applicable: <MinusCircleOutlined className="faint" />,
}

export function Verification({ carrier }: { carrier: Carrier }) {
  const { t, f, pick } = useWords()
  const brand = useBrand()
  const params = { brandId: brand.id, id: carrier.id }
  const may = useMay('operator')
  const check = useAct(verifyCarrier, [getCarrier, listCarriers])
  const open = carrier.verification.some(step => step.state === 'waiting')
  const live = useRead(getCarrier, { params }, { enabled: open, refetchMs: 4000 })
  const steps = (live.data ?? carrier).verification
  return (
    <div className="stack" data-panel="verification">
      <ul>
        {steps.map(step => (
          <li key={step.id} className="verify">
            {signs[step.state]}
            <div className="grow stack tight">
              <div className="row between">
                <strong>
                  {step.id === 'credentials' && carrier.mode === 'component' ? t('authorisation.title') : t(`check.${step.id}`)}
                </strong>
                {step.at && <span className="small faint num nowrap">{f.ago(step.at, new Date())}</span>}
              </div>
              <span className="muted small">{pick(step.fact)}</span>
              {step.help && step.state !== 'ok' && <span className="small">{pick(step.help)}</span>}
              {step.ip && <CopyField value={step.ip} label="IP" />}
            </div>
          </li>
        ))}
      </ul>
      <ProblemLine error={check.error} />
      {may && (
        <Button onClick={() => check.mutate({ params })} loading={check.isPending} style={{ alignSelf: 'start' }}>
          {t('verify.now')}
        </Button>
      )}
    </div>
  )
}
