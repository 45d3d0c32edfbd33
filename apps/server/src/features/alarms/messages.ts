/** What the robot says: one message for all that changed, in the brand's language, within WeCom's 4,096 bytes. */
import { cutToBytes, robotLimits } from '@wematrix/wechat'
import type { Lang, TroubleKind } from './schema.ts'

type Words = { zh: string; en: string }

export type Telling = { tell: 'begin' | 'still' | 'over'; kind: TroubleKind; name: string; fact: Words; since: Date; link?: string }

export const kindNames: Record<TroubleKind, Words> = {
  callbacks_failing: { zh: '回调正在失败', en: 'Callbacks are failing' },
  token_refused: { zh: '令牌被微信拒绝', en: 'WeChat refuses the token' },
  call_refused: { zh: '微信拒绝了调用', en: 'WeChat refuses a call' },
  quota_high: { zh: '接口额度超过 80%', en: 'A quota is over 80 %' },
  statistics_late: { zh: '官方统计迟到', en: 'Official figures are late' },
  import_failed: { zh: '导入失败', en: 'An import failed' },
}

const beijing = new Intl.DateTimeFormat('zh-CN', {
  timeZone: 'Asia/Shanghai',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
})

export function messageOf(brand: string, tellings: readonly Telling[], lang: Lang): string {
  const say = (words: Words) => words[lang]
  const head = say({ zh: `**${plain(brand)}** 的运行提醒`, en: `Notice about **${plain(brand)}**` })
  const parts = tellings.map(({ tell, kind, name, fact, since, link }) => {
    const title = `${plain(name)} · ${say(kindNames[kind])}`
    const mark =
      tell === 'over'
        ? `<font color="info">${say({ zh: '已恢复', en: 'Over' })}</font> ${title}`
        : `<font color="warning">${title}</font>${tell === 'still' ? say({ zh: '（仍未恢复）', en: ' (still)' }) : ''}`
    const lines = [
      mark,
      ...(tell === 'over' ? [] : [`> ${plain(say(fact))}`]),
      `> ${say({ zh: '开始于', en: 'Since' })} ${beijing.format(since)}${say({ zh: '（北京时间）', en: ' Beijing time' })}`,
      ...(link ? [`[${say({ zh: '查看', en: 'Open' })}](${link})`] : []),
    ]
    return lines.join('\n')
  })
  return cutToBytes([head, ...parts].join('\n\n'), robotLimits.markdownBytes)
}

export function testMessage(brand: string): Words {
  return {
    zh: `**${plain(brand)}** 的测试消息\n> 看到这条消息，说明机器人已经接通。出现问题时会在这里提醒：同一个问题每小时最多一条，恢复后再说一声。`,
    en: `A test message of **${plain(brand)}**\n> Seeing it means that the robot is connected. Troubles are told here: one message a trouble and hour at most, and one when it is over.`,
  }
}

/** Names are people's words: nothing in them may become markup or a mention. */
function plain(text: string): string {
  return text.replace(/[<>[\]*`\n\r]/g, ' ').trim()
}
