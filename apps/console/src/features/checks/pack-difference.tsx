/** How an uploaded pack differs from what holds, rule by rule, what it would do to live content, and the way to put it in force. */
import type { PackDifference, uploadPack } from '@wematrix/server/features/checks/packs-schema'
import { listRules, type RuleInForce } from '@wematrix/server/features/checks/schema'
import { Button } from 'antd'
import type { Reply } from '../../api/client.ts'
import { useRead } from '../../api/queries.ts'
import { maybeWord, useWords } from '../../locales/index.tsx'
import { useBrandParams } from '../../shell/brand.ts'
import { Card } from '../../ui/card.tsx'
import { Await, Empty } from '../../ui/states.tsx'
import { Table } from '../../ui/table.tsx'
import { FailedTests, useForce } from './pack-force.tsx'
import { RuleLink } from './rules-view.tsx'
import { ScanFacts } from './scan-card.tsx'

/** What the server said of an upload, and the pack itself. */
export type Uploaded = Reply<typeof uploadPack> & { body: Record<string, unknown> }
type Props = { uploaded: Uploaded; forced(scan: string): void; close(): void }

export function PackDifferenceCard({ uploaded, forced, close }: Props) {
  const { t, f } = useWords()
  const params = useBrandParams()
  const rules = useRead(listRules, { params })
  const force = useForce(forced)
  const { pack, difference, body, scan, failedTests } = uploaded
  const counts = { added: difference.added.length, removed: difference.removed.length, changed: difference.changed.length }
  const same = counts.added + counts.removed + counts.changed === 0
  return (
    <Card
      className="pack-difference"
      title={t('diff.title', { pack: `${pack.id}@${pack.version}` })}
      definition={t('diff.why')}
      tools={
        <>
          <Button onClick={close}>{t('diff.close')}</Button>
          <Button type="primary" onClick={() => force(pack)}>
            {t('packs.force')}
          </Button>
        </>
      }
    >
      <div className="stack loose">
        <dl className="figures three">
          {(['added', 'removed', 'changed'] as const).map(kind => (
            <div key={kind} data-diff={kind}>
              <dt>{t(`diff.${kind}`)}</dt>
              <dd className="num">{f.int(counts[kind])}</dd>
            </div>
          ))}
        </dl>
        {same ? (
          <Empty title={t('diff.same')} />
        ) : (
          <Await query={rules}>{({ rules }) => <Rows difference={difference} body={body} rules={rules} />}</Await>
        )}
        {failedTests.length > 0 && <FailedTests tests={failedTests} />}
        <ScanFacts id={scan.id} />
      </div>
    </Card>
  )
}

type PackRule = Record<string, unknown> & { id: string; name?: { zh: string; en: string } }

function Rows({ difference, body, rules }: { difference: PackDifference; body: Record<string, unknown>; rules: RuleInForce[] }) {
  const { t, lang, pick } = useWords()
  const after = new Map((Array.isArray(body.rules) ? (body.rules as PackRule[]) : []).map(rule => [rule.id, rule]))
  const nameOf = (id: string) => pick(after.get(id)?.name ?? rules.find(rule => rule.id === id)?.name)
  const chip = (kind: 'added' | 'removed' | 'changed') => (
    <span className={`chip ${kind === 'added' ? 'good' : kind === 'removed' ? 'bad' : 'info'}`}>{t(`diff.${kind}`)}</span>
  )
  return (
    <Table snug head={[t('diff.rule'), t('diff.field'), t('diff.before'), t('diff.after')]}>
      {difference.changed.flatMap(({ rule: id, fields }) =>
        fields.map((field, at) => (
          <tr key={`${id} ${field}`} data-changed={id}>
            {at === 0 && (
              <td rowSpan={fields.length}>
                <RuleLink id={id} name={nameOf(id)} /> <div>{chip('changed')}</div>
              </td>
            )}
            <td className="nowrap muted diff-field">{maybeWord(lang, `diff.field.${field}`) ?? field}</td>
            <td className="diff-before">
              <Value
                field={field}
                value={fieldOf(
                  rules.find(rule => rule.id === id),
                  field,
                )}
              />
            </td>
            <td className="diff-after">
              <Value field={field} value={after.get(id)?.[field]} />
            </td>
          </tr>
        )),
      )}
      {difference.added.map(id => (
        <tr key={id} data-added={id}>
          <td>
            <span className="rule-link">
              <strong>{nameOf(id)}</strong>
              <span className="mono small faint">{id}</span>
            </span>
            <div>{chip('added')}</div>
          </td>
          <td />
          <td className="faint">–</td>
          <td className="diff-after">
            <Value field="severity" value={after.get(id)?.severity} /> <Value field="forbids" value={after.get(id)?.forbids} />
          </td>
        </tr>
      ))}
      {difference.removed.map(id => (
        <tr key={id} data-removed={id}>
          <td>
            <RuleLink id={id} name={nameOf(id)} /> <div>{chip('removed')}</div>
          </td>
          <td />
          <td className="diff-before">
            <Value
              field="forbids"
              value={fieldOf(
                rules.find(rule => rule.id === id),
                'forbids',
              )}
            />
          </td>
          <td className="faint">–</td>
        </tr>
      ))}
    </Table>
  )
}

/** A field of a rule by the name it has in a pack: there severities are those of the pack, whatever the brand made of them. */
function fieldOf(rule: RuleInForce | undefined, field: string): unknown {
  if (!rule) return undefined
  const renamed: Record<string, unknown> = { severity: rule.packSeverity, on: rule.packOn, tests: rule.examples }
  return field in renamed ? renamed[field] : (rule as Record<string, unknown>)[field]
}

function Value({ field, value }: { field: string; value: unknown }) {
  const { t, f, lang, pick } = useWords()
  const word = (key: string) =>
    maybeWord(lang, `checks.severity.${key}`) ?? maybeWord(lang, `carrierOf.${key}`) ?? maybeWord(lang, `check.${key}`) ?? key
  if (value === undefined || value === null) return <span className="faint">–</span>
  if (field === 'tests' && Array.isArray(value)) return t('diff.items', { n: value.length })
  if (Array.isArray(value)) return f.names(value.map(one => word(String(one))))
  if (typeof value !== 'object')
    return <>{field === 'family' ? (maybeWord(lang, `family.${value}`) ?? String(value)) : word(String(value))}</>
  if ('zh' in value && 'en' in value) return <>{pick(value as { zh: string; en: string })}</>
  if ('words' in value && Array.isArray(value.words)) return t('diff.items', { n: value.words.length })
  const parts = Object.entries(value).map(([key, one]) => `${word(key)} ${word(String(one))}`)
  return parts.length > 0 ? f.names(parts) : <span className="faint">–</span>
}
