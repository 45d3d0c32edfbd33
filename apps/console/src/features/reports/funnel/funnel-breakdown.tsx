import type { FunnelReply } from '@wematrix/server/features/reports/schema'
import { useWords } from '../../../locales/index.tsx'
import { Card } from '../../../ui/card.tsx'
import { Drill } from '../../../ui/drill.tsx'
import { Table } from '../../../ui/table.tsx'
import { useEventName } from '../../events/event-names.ts'
import { useFieldName } from '../../events/field-names.ts'
import { useValueName } from '../../events/value-names.ts'

/** The same funnel for each value of a property at the person's first step. */
export function FunnelBreakdown({ funnel }: { funnel: FunnelReply }) {
  const { t, f } = useWords()
  const event = useEventName()
  const value = useValueName()
  const field = useFieldName()
  const by = field(funnel.by ?? '')
  return (
    <Card title={t('funnel.breakdown', { by })} report={funnel} flush>
      <Table head={[by, ...funnel.steps.map((step, at) => ({ end: `${at + 1} · ${event(step.event)}` })), { end: t('funnel.through') }]}>
        {funnel.breakdown.map(row => {
          const first = row.people[0] ?? 0
          const last = row.people.at(-1) ?? 0
          return (
            <tr key={row.value}>
              <td>
                <Drill token={row.drill}>{row.value === '…' ? t('funnel.rest') : value(funnel.by ?? '', row.value)}</Drill>
              </td>
              {row.people.map((people, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: steps have no other identity than their place
                <td key={at} className="end">
                  {f.int(people)}
                </td>
              ))}
              <td className="end">
                <strong>{f.percent(first ? last / first : null)}</strong>
              </td>
            </tr>
          )
        })}
      </Table>
    </Card>
  )
}
