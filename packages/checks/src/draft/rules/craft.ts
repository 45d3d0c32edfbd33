/** What makes an entry, a menu, a reply or a campaign work well. */
import type { DraftOf } from '../kinds.ts'
import { relevance } from '../relevance.ts'
import { type DraftRule, draftRule, each, type Flag, when } from './rule.ts'
import { targetsOf } from './targets.ts'

/** Signs that begin or make an act: 立即预约, 查物流, 在线客服. */
const act = /[查看订买约领用测选购点寻找问联约预报加开办取送寄退换续充学听读玩逛进回填评签打关联播]/u

export const craftRules: DraftRule[] = [
  draftRule('CRAFT-LABEL-01', ['entry'], ({ label, icon }, { labelWidth }) => labelFlags(label, icon, labelWidth, '/label')),
  draftRule('CRAFT-LABEL-01', ['menu'], ({ buttons }, { menuNameWidth, subMenuNameWidth }) =>
    each(buttons, (button, b) => [
      ...tooWide(button.name, menuNameWidth, `/buttons/${b}/name`),
      ...each(button.items, (item, i) => tooWide(item.name, subMenuNameWidth, `/buttons/${b}/items/${i}/name`)),
    ]),
  ),
  draftRule('CRAFT-LABEL-01', ['article'], ({ title, inserts }, { articleTitle, cardTitle }) => [
    ...tooLong(title, articleTitle, '/title'),
    ...each(inserts, (insert, i) => tooLong(insert.title, cardTitle, `/inserts/${i}/title`)),
  ]),
  draftRule('CRAFT-MENU-01', ['menu'], draft => menuFlags(draft)),
  draftRule('CRAFT-DEPTH-01', ['entry'], ({ depth = 0 }, { entryDepth }) =>
    when(depth > entryDepth, '/depth', `要点 ${depth} 次才到`, `It takes ${depth} taps to reach`),
  ),
  draftRule('CRAFT-DEPTH-01', ['menu', 'slot'], draft => duplicates(draft)),
  draftRule('CRAFT-STEPS-01', ['entry'], ({ steps = 0 }, { entrySteps }) =>
    when(steps > entrySteps, '/steps', `要 ${steps} 步才办成`, `${steps} steps to be done`),
  ),
  draftRule('CRAFT-REPLY-01', ['reply'], ({ text, question }, settings) => [
    ...when(
      text.length > settings.replyLength,
      '/text',
      `${text.length} 个字，不要超过 ${settings.replyLength} 个`,
      `${text.length} characters; at most ${settings.replyLength}`,
    ),
    ...when(
      question !== undefined && relevance({ text: question }, { text }) === 0,
      '/text',
      '没有答到问的那个词',
      'It does not answer what was asked',
    ),
  ]),
  draftRule('CRAFT-RULES-01', ['campaign'], (draft, { ruleScore }) => {
    const score = complexity(draft)
    return when(score > ruleScore, '/steps', `规则复杂度 ${score}，不要超过 ${ruleScore}`, `Complexity ${score}; at most ${ruleScore}`)
  }),
  draftRule('CRAFT-PROMISE-01', ['entry', 'article', 'video'], draft =>
    targetsOf(draft).flatMap(({ path, target, about }) => {
      const broken = target.text === undefined ? [] : promisesIn(about?.text ?? '').filter(one => !squeeze(target.text!).includes(one))
      return when(
        broken.length > 0,
        path,
        `文案承诺了“${broken.join('、')}”，去处没有写`,
        `The copy promises “${broken.join('”, “')}”, the target does not`,
      )
    }),
  ),
  draftRule('CRAFT-FOLLOW-01', ['entry'], ({ aim, label, text }) => (aim === 'follow' ? bare(`${label}${text ?? ''}`, '/label') : [])),
  draftRule('CRAFT-FOLLOW-01', ['popup'], ({ aim, body, title }) => (aim === 'follow' ? bare(`${title ?? ''}${body}`, '/body') : [])),
  draftRule('CRAFT-FOLLOW-01', ['follow_component'], ({ text }) => (text === undefined ? [] : bare(text, '/text'))),
  draftRule('CRAFT-PICTURE-01', ['video'], ({ seconds, hookSeconds }, { videoSeconds: [least, most], hookSeconds: hook }) => [
    ...when(
      seconds !== undefined && (seconds < least || seconds > most),
      '/seconds',
      `时长 ${seconds} 秒，建议 ${least}–${most} 秒`,
      `${seconds} s long; ${least}–${most} s work best`,
    ),
    ...when(
      hookSeconds !== undefined && hookSeconds > hook,
      '/hookSeconds',
      `前 ${hook} 秒没有抓住人`,
      `Nothing holds people in the first ${hook} s`,
    ),
  ]),
]

/**
 * How hard the rules of a campaign are to follow: a point for each step, condition and exception, and two for each person one has to
 * bring. One friend instead of three saves four.
 */
export function complexity({ steps, offers = [], exceptions = 0, people = 0 }: DraftOf<'campaign'>): number {
  return steps.length + offers.reduce((sum, { conditions }) => sum + conditions.length, 0) + exceptions + 2 * people
}

/** Width in half characters: Chinese signs count two. */
export const widthOf = (text: string): number => [...text].reduce((sum, sign) => sum + (sign.charCodeAt(0) > 0xff ? 2 : 1), 0)

const tooWide = (label: string, width: number, path: string): Flag[] =>
  when(
    widthOf(label) > width,
    path,
    `名称太长，手机上只显示 ${width / 2} 个汉字`,
    `Too long: a phone shows ${width / 2} Chinese characters`,
  )

const tooLong = (title: string, most: number, path: string): Flag[] =>
  when(
    [...title].length > most,
    path,
    `标题 ${[...title].length} 个字，最多 ${most} 个`,
    `${[...title].length} characters; at most ${most}`,
  )

const labelFlags = (label: string, icon: boolean | undefined, width: number, path: string): Flag[] => [
  ...tooWide(label, width, path),
  ...when(!icon && !act.test(label), path, '既没有动作也没有图标', 'Neither an act nor an icon'),
]

function duplicates(draft: DraftOf<'menu'> | DraftOf<'slot'>): Flag[] {
  const seen = new Set<string>()
  const again = (key: string) => seen.has(key) || !seen.add(key)
  return targetsOf(draft).flatMap(({ path, target }) =>
    when(target.path !== undefined && again(`${target.kind} ${target.path}`), path, '同一去处出现了两次', 'The same target appears twice'),
  )
}

const squeeze = (text: string) => text.normalize('NFKC').replace(/\s+/g, '')

/** What copy promises in numbers (“7天”, “30分钟”, “20元”, “8折”) or by name (免费, 包邮, 上门 …), without blanks. */
function promisesIn(text: string): string[] {
  return [...new Set(squeeze(text).match(/\d{1,6}(?:\.\d{1,2})?(?:分钟|小时|天|元|折|次|件|年)|免费|包邮|上门|无理由退|质保/g) ?? [])]
}

const courtesy = /请|欢迎|点击|一下|记得|关注|我们的?|本店|公众号|视频号|小程序|账号|吧|哦|哟|[\s\p{P}\p{S}]/gu

function bare(text: string, path: string): Flag[] {
  return when(text.includes('关注') && [...text.replace(courtesy, '')].length < 3, path)
}

/** What each departure from 3 × 2–3 with a way into the Mini Program costs of 100 points. */
const menuCosts = { firstLevel: 20, secondLevel: 10, miniProgram: 40 } as const

/** The form of a menu; the first flag says what it scores in all. */
function menuFlags({ buttons }: DraftOf<'menu'>): Flag[] {
  const opens = buttons.some(button => button.items?.some(item => item.target?.kind === 'mini_program_page'))
  const uneven = each(buttons, ({ items = [] }, b) =>
    when(
      items.length < 2 || items.length > 3,
      `/buttons/${b}/items`,
      `${items.length} 个二级，建议 2–3 个`,
      `${items.length} second-level items; 2–3 work best`,
    ),
  )
  const flags = [
    ...when(
      buttons.length !== 3,
      '/buttons',
      `有 ${buttons.length} 个一级菜单，建议 3 个`,
      `${buttons.length} first-level items; 3 work best`,
    ),
    ...when(!opens, '/buttons', '二级菜单里没有小程序入口', 'No second-level item opens the Mini Program'),
    ...uneven,
  ]
  const score = Math.max(
    0,
    100 - (buttons.length === 3 ? 0 : menuCosts.firstLevel) - (opens ? 0 : menuCosts.miniProgram) - uneven.length * menuCosts.secondLevel,
  )
  return flags.map((flag, i) =>
    i === 0 && flag.reason
      ? {
          ...flag,
          reason: { zh: `${flag.reason.zh}（菜单结构 ${score} 分，满分 100）`, en: `${flag.reason.en} (the menu scores ${score} of 100)` },
        }
      : flag,
  )
}
