/** The catalogue as it holds for the brand, its own rules, and what it lets pass for a time. */
import { SearchOutlined } from '@ant-design/icons'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { listRules, type RuleInForce, type Severity } from '@wematrix/server/features/checks/schema'
import { Button, Input, Select } from 'antd'
import { useState } from 'react'
import { useRead } from '../../api/queries.ts'
import { maybeWord, useWords } from '../../locales/index.tsx'
import { CHECK_CARRIERS, type ChecksSearch } from '../../search.ts'
import { useBrand } from '../../shell/brand.ts'
import { Card } from '../../ui/card.tsx'
import { Counts } from '../../ui/counts.tsx'
import { Await, Bones, Empty } from '../../ui/states.tsx'
import { Table } from '../../ui/table.tsx'
import { AppPages } from './app-pages.tsx'
import { BrandRules } from './brand-rules.tsx'
import { Grade } from './finding-row.tsx'
import { severityOn } from './severities.ts'
import { SEVERITIES, SeverityChip, SeverityLine } from './severity.tsx'
import { Waivers } from './waivers.tsx'

export function RulesView() {
  const { t, f } = useWords()
  const brand = useBrand()
  const query = useRead(listRules, { params: { brandId: brand.id } })
  return (
    <>
      <Card
        title={t('rules.title')}
        definition={t('rules.why')}
        note={query.data && t('rules.count', { n: query.data.rules.length, packs: f.names(query.data.packs) })}
      >
        <Await query={query} wait={<Bones lines={8} height={34} />}>
          {({ rules }) => <Catalogue rules={rules} />}
        </Await>
      </Card>
      <BrandRules />
      <AppPages />
      <Waivers />
    </>
  )
}

/** Rows shown until somebody asks for the others: the brand's own rules follow. */
const shortList = 12

function Catalogue({ rules }: { rules: RuleInForce[] }) {
  const { t, lang, pick } = useWords()
  const navigate = useNavigate()
  const { family } = useSearch({ strict: false }) as ChecksSearch
  const [text, setText] = useState('')
  const [only, setOnly] = useState<Severity | 'off' | undefined>()
  const [whole, setWhole] = useState(false)
  const wanted = text.trim().toLowerCase()
  const families = [...new Set(rules.map(rule => rule.family))]
  const found = rules.filter(
    rule =>
      (family === undefined || rule.family === family) &&
      [rule.id, rule.name.zh, rule.name.en, pick(rule.forbids), rule.source].some(said => said.toLowerCase().includes(wanted)),
  )
  const shown = found.filter(rule => only === undefined || (rule.severity ?? 'off') === only)
  const count = (key: Severity | 'off') => found.filter(({ severity }) => (severity ?? 'off') === key).length
  const name = (family: string) => maybeWord(lang, `family.${family}`) ?? family
  return (
    <div className="stack">
      <div className="rules-filters">
        <span data-search className="grow">
          <Input
            allowClear
            prefix={<SearchOutlined className="faint" />}
            placeholder={t('rules.search')}
            aria-label={t('rules.search')}
            value={text}
            onChange={({ target }) => setText(target.value)}
          />
        </span>
        <Select
          value={family ?? ''}
          aria-label={t('rules.family')}
          className="check-surface"
          onChange={next =>
            void navigate({
              to: '.',
              replace: true,
              resetScroll: false,
              search: (old: object) => ({ ...old, family: next || undefined }),
            } as never)
          }
          options={[{ value: '', label: t('rules.families') }, ...families.map(value => ({ value, label: name(value) }))]}
        />
        <Counts<Severity | 'off'>
          label={t('checks.severity.label')}
          all={t('checks.severity.all')}
          value={only}
          choose={setOnly}
          counts={[
            ...SEVERITIES.map(key => ({ key, name: t(`checks.severity.${key}`), n: count(key), sign: <SeverityLine severity={key} /> })),
            ...(count('off') > 0 ? [{ key: 'off' as const, name: t('checks.severity.off'), n: count('off') }] : []),
          ]}
        />
      </div>
      {shown.length === 0 ? (
        <Empty title={t('rules.none')}>{t('rules.none.do')}</Empty>
      ) : (
        <Table
          snug
          head={[t('rules.rule'), t('rules.family'), t('rules.severity'), t('rules.check'), t('rules.grade'), { end: t('rules.live') }]}
        >
          {(whole || wanted || family || only ? shown : shown.slice(0, shortList)).map(rule => (
            <RuleRow key={rule.id} rule={rule} family={name(rule.family)} />
          ))}
        </Table>
      )}
      {!whole && !wanted && !family && !only && shown.length > shortList && (
        <Button type="link" onClick={() => setWhole(true)} className="rules-all">
          {t('rules.all', { n: shown.length })}
        </Button>
      )}
    </div>
  )
}

function RuleRow({ rule, family }: { rule: RuleInForce; family: string }) {
  const { t, f, lang, pick } = useWords()
  return (
    <tr data-rule={rule.id}>
      <td>
        <RuleLink id={rule.id} name={pick(rule.name)} />
        {rule.changes.length > 0 && <span className="chip outline rule-sign">{t('rules.changed')}</span>}
        {rule.waivers > 0 && <span className="chip outline rule-sign">{t('rules.waived', { n: rule.waivers })}</span>}
      </td>
      <td className="nowrap muted">{family}</td>
      <td>
        <SeverityByCarrier rule={rule} />
      </td>
      <td className="nowrap muted small">{f.names(rule.check.map(kind => maybeWord(lang, `check.${kind}`) ?? kind))}</td>
      <td className="rule-source small">
        <span className="muted">{rule.source}</span> <Grade grade={rule.grade} />
      </td>
      <td className="end num">{f.int(rule.live)}</td>
    </tr>
  )
}

/** `bare`: without its id, which says nothing where the brand gave a name. */
export function RuleLink({ id, name, bare }: { id: string; name?: string | undefined; bare?: boolean }) {
  const brand = useBrand()
  return (
    <Link to="/b/$brandId/checks/rules/$ruleId" params={{ brandId: brand.id, ruleId: id }} className="rule-link">
      {name && <strong>{name}</strong>}
      {!bare && <span className="mono small faint">{id}</span>}
    </Link>
  )
}

/** What holds on most carriers, then those where it differs; those where it does not apply are left out. */
function SeverityByCarrier({ rule }: { rule: RuleInForce }) {
  const { t } = useWords()
  const others = CHECK_CARRIERS.flatMap(carrier => {
    const own = severityOn(rule, carrier)
    return own === undefined || own === rule.severity ? [] : [{ carrier, own }]
  })
  return (
    <span className="row wrap rule-severities">
      <SeverityChip severity={rule.severity} />
      {others.map(({ carrier, own }) => (
        <span key={carrier} className="row small muted nowrap">
          {t(`carrierOf.${carrier}`)} <SeverityChip severity={own} />
        </span>
      ))}
    </span>
  )
}
