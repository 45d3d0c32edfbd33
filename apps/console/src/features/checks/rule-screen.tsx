/** One rule: what it forbids and on whose word, how severe it is where, examples, exceptions, and what live content it finds. */
import { ExperimentOutlined, FileTextOutlined } from '@ant-design/icons'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { listRules, type RuleInForce } from '@wematrix/server/features/checks/schema'
import { Button } from 'antd'
import { useRead } from '../../api/queries.ts'
import { maybeWord, useWords } from '../../locales/index.tsx'
import { useBrand } from '../../shell/brand.ts'
import { Page } from '../../shell/page.tsx'
import { Card } from '../../ui/card.tsx'
import { Await, Bones, Empty } from '../../ui/states.tsx'
import { Artefacts, useLiveWith } from './artefacts.tsx'
import { Grade } from './finding-row.tsx'
import { SeverityCard } from './severity-change.tsx'
import { Waivers } from './waivers.tsx'
import { written } from './written.ts'
import './checks.css'

export default function RuleScreen() {
  const { pick } = useWords()
  const brand = useBrand()
  const { ruleId } = useParams({ strict: false }) as { ruleId: string }
  const query = useRead(listRules, { params: { brandId: brand.id } })
  const rule = query.data?.rules.find(({ id }) => id === ruleId)
  return (
    <Page title={rule ? pick(rule.name) : ruleId} back="checks" backTo={{ view: 'rules' }}>
      <Await query={query} wait={<Bones lines={6} height={60} />}>
        {() => (rule ? <Known key={rule.id} rule={rule} /> : <Unknown />)}
      </Await>
    </Page>
  )
}

function Unknown() {
  const { t } = useWords()
  const brand = useBrand()
  return (
    <Card title={t('rule.what')}>
      <Empty
        title={t('rule.unknown')}
        action={
          <Link to="/b/$brandId/checks" params={{ brandId: brand.id }} search={{ view: 'rules' } as never}>
            <Button>{t('rule.list')}</Button>
          </Link>
        }
      >
        {t('rule.unknown.do')}
      </Empty>
    </Card>
  )
}

function Known({ rule }: { rule: RuleInForce }) {
  const { t } = useWords()
  const live = useLiveWith(rule.id)
  const reviews = live.data?.reviews ?? []
  return (
    <>
      <div className="grid-2">
        <Card title={t('rule.what')}>
          <Facts rule={rule} />
        </Card>
        <SeverityCard rule={rule} reviews={reviews} />
      </div>
      {rule.examples.length > 0 && (
        <Card title={t('rule.examples')} definition={t('rule.examples.why')}>
          <Examples rule={rule} />
        </Card>
      )}
      <Waivers rule={rule.id} />
      <Card title={t('rule.live')} flush={reviews.length > 0}>
        <Await query={live}>
          {({ reviews }) => (reviews.length === 0 ? <Empty title={t('rule.live.none')} /> : <Artefacts reviews={reviews} />)}
        </Await>
      </Card>
    </>
  )
}

function Facts({ rule }: { rule: RuleInForce }) {
  const { t, f, lang, pick } = useWords()
  return (
    <div className="stack">
      <dl className="kv">
        <dt>{t('rule.forbids')}</dt>
        <dd>{pick(rule.forbids)}</dd>
        <dt>{t('rule.penalty')}</dt>
        <dd>{pick(rule.penalty)}</dd>
        <dt>{t('rule.rewrite')}</dt>
        <dd>{pick(rule.rewrite)}</dd>
        <dt>{t('rule.source')}</dt>
        <dd>
          {rule.cites.map(({ name, clause, grade }) => (
            <div key={`${name.zh} ${clause}`}>
              {pick(name)} {clause} <Grade grade={grade} />
            </div>
          ))}
          {rule.cites.length === 0 && rule.source}
        </dd>
        <dt>{t('rule.check')}</dt>
        <dd>{f.names(rule.check.map(kind => maybeWord(lang, `check.${kind}`) ?? kind))}</dd>
        <dt>{t('rule.holds')}</dt>
        <dd>{rule.to ? t('rule.fromTo', { from: rule.from, to: rule.to }) : t('rule.from', { from: rule.from })}</dd>
        <dt>{t('rule.pack')}</dt>
        <dd className="mono">{rule.pack}</dd>
      </dl>
      {rule.pack !== 'brand' && (
        <a href={`/docs/checks/${rule.id}`} target="_blank" rel="noreferrer" className="small">
          <FileTextOutlined /> {t('rule.doc')}
        </a>
      )}
    </div>
  )
}

function Examples({ rule }: { rule: RuleInForce }) {
  const { t } = useWords()
  const brand = useBrand()
  const navigate = useNavigate()
  const tryOut = ({ text, carrier, surface }: RuleInForce['examples'][number]) => {
    written.set(brand.id, text)
    void navigate({ to: '/b/$brandId/checks', params: { brandId: brand.id }, search: { carrier, surface } as never })
  }
  return (
    <ul className="rule-examples">
      {[...rule.examples]
        .sort((a, b) => Number(b.hit) - Number(a.hit))
        .map(example => (
          <li key={`${example.carrier} ${example.text}`}>
            <span className={`chip ${example.hit ? 'bad' : 'good'}`}>{t(example.hit ? 'rule.hit' : 'rule.miss')}</span>
            <span className="grow">
              {example.text}
              <span className="small faint rule-place">
                {t(`carrierOf.${example.carrier}`)} · {t(`surface.${example.surface}`)}
              </span>
            </span>
            <Button
              size="small"
              type="text"
              icon={<ExperimentOutlined />}
              onClick={() => tryOut(example)}
              aria-label={t('rule.example.try')}
            />
          </li>
        ))}
    </ul>
  )
}
