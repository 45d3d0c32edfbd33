/** Ideas that break rules as they are usually told, stopped, beside what reaches the same aim. Read by the rules of today. */
import { type Finding, type IdeaRead, listIdeas, listRules, type RuleInForce } from '@wematrix/server/features/checks/schema'
import { useRead } from '../../api/queries.ts'
import { maybeWord, useWords } from '../../locales/index.tsx'
import { useBrandParams } from '../../shell/brand.ts'
import { Card } from '../../ui/card.tsx'
import { Await, Bones } from '../../ui/states.tsx'
import { VerdictChip } from './artefacts.tsx'
import { copyOf, fieldNames } from './draft-copy.ts'
import { RuleLink } from './rules-view.tsx'
import { bySeverity, piecesOf } from './spans.ts'

export function IdeasView() {
  const { t } = useWords()
  const params = useBrandParams()
  const query = useRead(listIdeas, { params })
  const rules = useRead(listRules, { params })
  return (
    <>
      <p className="muted">{t('ideas.lead')}</p>
      <Await query={query} wait={<Waiting />}>
        {({ ideas }) => ideas.map(idea => <Idea key={idea.no} idea={idea} rules={rules.data?.rules ?? []} />)}
      </Await>
    </>
  )
}

/** Cards as they will stand, so that nothing jumps. */
function Waiting() {
  return (
    <>
      {['first', 'second', 'third'].map(card => (
        <section key={card} className="card idea-waiting" aria-hidden>
          <Bones height={22} width={220} />
          <div className="idea">
            <Bones height={150} />
            <Bones height={150} />
          </div>
        </section>
      ))}
    </>
  )
}

function Idea({ idea, rules }: { idea: IdeaRead; rules: RuleInForce[] }) {
  const { t, pick } = useWords()
  const findings = [...idea.idea.review.findings].filter(({ severity }) => severity !== 'info').sort(bySeverity)
  const broken = findings.filter(({ rule }, at) => findings.findIndex(one => one.rule === rule) === at)
  return (
    <Card title={pick(idea.name)} tools={<span className="small faint">{t('ideas.section', { section: idea.section })}</span>}>
      <p className="small muted">{t('ideas.aim', { aim: pick(idea.aim) })}</p>
      <div className="idea" data-idea={idea.no}>
        <section className={`idea-half ${idea.idea.review.verdict}`}>
          <h3 className="row">
            {t('ideas.as')} <VerdictChip verdict={idea.idea.review.verdict} />
          </h3>
          <Copy draft={idea.idea.draft} findings={idea.idea.review.findings} />
          <ul className="idea-rules small">
            {broken.map(({ rule: id, reason }) => {
              const rule = rules.find(one => one.id === id)
              return (
                <li key={id}>
                  <RuleLink id={id} name={rule && pick(rule.name)} />
                  <span className="muted">{pick(reason)}</span>
                </li>
              )
            })}
          </ul>
        </section>
        <section className={`idea-half ${idea.compliant.review.verdict}`}>
          <h3 className="row">
            {t('ideas.instead')} <VerdictChip verdict={idea.compliant.review.verdict} />
          </h3>
          <p>{pick(idea.instead)}</p>
          <Copy draft={idea.compliant.draft} findings={[]} />
        </section>
      </div>
    </Card>
  )
}

/** The words of a draft as people would read them, with what was found in them. */
function Copy({ draft, findings }: { draft: Record<string, unknown>; findings: Finding[] }) {
  const { lang } = useWords()
  const lines = copyOf(draft).map(line => ({
    ...line,
    label: fieldNames(line.path).flatMap(name => maybeWord(lang, `draftField.${name}`) ?? [])[0],
  }))
  return (
    <ul className="idea-copy">
      {lines.map(({ path, text, label }, at) => (
        <li key={path}>
          <span className="small faint">{label === lines[at - 1]?.label ? '' : label}</span>
          <span className="check-marked">
            {piecesOf(
              findings.filter(finding => finding.path === path),
              text.length,
            ).map(({ start, end, severity }) =>
              severity ? (
                <mark key={start} className={severity}>
                  {text.slice(start, end)}
                </mark>
              ) : (
                text.slice(start, end)
              ),
            )}
          </span>
        </li>
      ))}
    </ul>
  )
}
