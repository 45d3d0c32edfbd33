/** What content claims, and whether what it leads to is the same. */
import type { DraftOf } from '../kinds.ts'
import type { Target } from '../parts.ts'
import { relevance, type Subject, saysEnough } from '../relevance.ts'
import { type DraftRule, draftRule, each, everywhere, when } from './rule.ts'
import { targetsOf } from './targets.ts'

export const contentRules: DraftRule[] = [
  draftRule('WX-CONT-04', ['campaign'], ({ stock, claims }) => [
    ...when(stock && !stock.fromSystem, '/stock', '库存不是来自系统的真实数', 'The stock is not the system’s'),
    ...each(claims, ({ checkable }, i) => when(!checkable, `/claims/${i}/text`)),
  ]),
  draftRule('WX-CONT-04', ['benefit'], ({ formerPriceFen, formerSold }) =>
    when(formerPriceFen !== undefined && !formerSold, '/formerPriceFen', '原价没有真实成交过', 'Nobody bought it at the former price'),
  ),
  everywhere('WX-CONT-10', ({ media }) => each(media, ({ aiMade, aiLabel }, i) => when(aiMade && !aiLabel, `/media/${i}`))),
  draftRule('WX-CONT-12', ['entry', 'article', 'video', 'slot', 'menu', 'link'], (draft, { pages, pagesFrom }) =>
    targetsOf(draft).flatMap(({ path, target, about }) => [
      ...when(target.exists === false, path, '去处打不开', 'The target does not open'),
      ...when(
        isMissing(target, pages),
        `${path}/path`,
        `小程序里没有这个页面${from(pagesFrom.zh)}`,
        `The Mini Program has no such page${from(pagesFrom.en)}`,
      ),
      ...when(isUnrelated(about, target), path, '内容与去处没有共同点', 'Content and target have nothing in common'),
    ]),
  ),
  draftRule('CRAFT-RELEVANCE-01', ['entry', 'article', 'video'], (draft, settings) =>
    targetsOf(draft).flatMap(({ path, target, about }) => {
      const score = about ? scoreOf(about, target) : null
      return score !== null && score < settings.relevance ? [{ path, reason: lowScore(score, settings.relevance) }] : []
    }),
  ),
  draftRule('CRAFT-TOPIC-01', ['article', 'video', 'live_plan'], (draft, settings) => {
    if (!draft.accountTags?.length) return []
    const score = relevance({ text: `${draft.title} ${bodyOf(draft)}`, tags: draft.tags ?? [] }, { tags: draft.accountTags })
    return when(score !== null && score < settings.relevance, '/title')
  }),
  draftRule('CRAFT-VALUE-01', ['article'], ({ paragraphs }, { promotionShare }) => {
    const length = (of: typeof paragraphs) => of.reduce((sum, { text }) => sum + text.length, 0)
    const share = length(paragraphs.filter(p => p.promotion)) / Math.max(1, length(paragraphs))
    return share > promotionShare ? [{ path: '/paragraphs', reason: promoted(share) }] : []
  }),
  draftRule('CRAFT-VALUE-01', ['live_plan'], ({ lines }, { promotionShare }) => {
    const share = lines.filter(line => line.diversion).length / Math.max(1, lines.length)
    return share > promotionShare ? [{ path: '/lines', reason: promoted(share) }] : []
  }),
]

function bodyOf(draft: DraftOf<'article' | 'video' | 'live_plan'>): string {
  if ('description' in draft) return draft.description ?? ''
  const parts = 'paragraphs' in draft ? draft.paragraphs : 'lines' in draft ? draft.lines : []
  return parts.map(({ text }) => text).join(' ')
}

const subjectOf = ({ title = '', text = '', tags = [] }: Target): Subject => ({ text: `${title} ${text}`, tags })

/** Null: one of them says too little to be compared. */
const scoreOf = (about: Subject, target: Target): number | null =>
  saysEnough(about) && saysEnough(subjectOf(target)) ? relevance(about, subjectOf(target)) : null

/** Tagged on both sides, and nothing in common at all. */
const isUnrelated = (about: Subject | undefined, target: Target): boolean =>
  Boolean(about?.tags?.length && target.tags?.length) && relevance(about!, subjectOf(target)) === 0

const from = (source: string) => (source === '' ? '' : /^\p{Script=Han}/u.test(source) ? `（${source}）` : ` (${source})`)

/** Whether the path names no page of the own app; nothing is missing where the list of pages is not known. */
function isMissing({ kind, path, subject }: Target, pages: readonly string[]): boolean {
  if (kind !== 'mini_program_page' || !path || pages.length === 0 || (subject ?? 'own') !== 'own') return false
  return !pages.includes(
    path
      .split('?')[0]!
      .replace(/^\//, '')
      .replace(/\.html$/, ''),
  )
}

const percent = (share: number) => `${Math.round(share * 100)}%`
const lowScore = (score: number, least: number) => ({
  zh: `内容与去处的相关度 ${percent(score)}，低于 ${percent(least)}`,
  en: `Content and target are ${percent(score)} related, less than ${percent(least)}`,
})
const promoted = (share: number) => ({ zh: `推广占了 ${percent(share)}`, en: `${percent(share)} of it is promotion` })
