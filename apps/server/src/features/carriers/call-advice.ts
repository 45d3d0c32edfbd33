/** What an operator does about a refusal that only people can mend. */
import { reactionTo } from '@wematrix/wechat'

type Words = { zh: string; en: string }

const then = {
  zh: '处理好后在载体页点“重新检查”，马上会再试；不然明天自动再试一次。',
  en: 'Then verify the account again on its page and it is tried at once; else once by itself tomorrow.',
}
const words = (zh: string, en: string): Words => ({ zh: `${zh}${then.zh}`, en: `${en} ${then.en}` })

const permission = words(
  '到微信后台看账号是否已认证、是否开通了这项能力；“接口权限”页说明哪一类账号可以调用。',
  'Look in WeChat’s console whether the account is verified and has this ability; “Permissions” says which kinds of account may call it.',
)
const punished = words(
  '到微信后台的“通知中心”查看违规与处罚，按提示整改或申诉。',
  'Read the violation in the notifications of WeChat’s console; mend it or appeal.',
)
const openPlatform = words(
  '到微信开放平台核对绑定关系与主体，再到微信后台确认。',
  'Compare binding and subject at the WeChat Open Platform, then in WeChat’s console.',
)
const confirm = words('请账号管理员在微信里确认这次操作。', 'Let the account’s administrator confirm it in WeChat.')
const content = words('换掉被拒绝的内容、模板或关键词。', 'Replace the content, template or keyword that was refused.')
const shop = words(
  '到视频号助手或微信小店后台核对开通状态、主体与授权。',
  'Compare status, subject and authorisation in the Channels or Shop console.',
)
const callback = words('在微信后台填好消息推送的 URL，再检测。', 'Enter the address for pushes in WeChat’s console, then check again.')
const release = words('先在小程序后台发布一个正式版本。', 'Release a version of the Mini Program first.')
const clearings = words('等到下个月，或减少调用。', 'Wait for the next month, or call less.')
const robot = words('换一个群机器人地址。', 'Use the address of another robot.')
const unknown = words(
  '到微信后台核对这个账号的设置；这个错误码的含义见微信官方文档。',
  'Look at the account’s settings in WeChat’s console; WeChat’s documentation says what the code means.',
)

const byCode: readonly (readonly [Words, readonly number[]])[] = [
  [permission, [40200, 48001, 48003, 48008, 48021, 48022, 61007, 65400, 88000, 200100]],
  [punished, [43107, 43116, 48004, 200011, 200013]],
  [openPlatform, [89000, 89001, 89002, 89003, 89004, 89036]],
  [confirm, [89504, 89505]],
  [content, [40246, 40247, 40249, 53503, 53504, 53505, 87014, 200012]],
  [shop, [53404, 53406, 85436, 85461, 85462, 100000, 100008, 6060456, 10080000, 10080001]],
  [callback, [40201, 40202, 40203]],
  [release, [85079, 507010]],
  [clearings, [48006]],
  [robot, [93000]],
]
const advice = new Map(byCode.flatMap(([words, codes]) => codes.map(code => [code, words] as const)))

/** What people do about a code at an endpoint; undefined when it is nothing for people. */
export function peopleAdvice(errcode: number, path: string): Words | undefined {
  return reactionTo(errcode, path).reaction === 'tell_operator' ? (advice.get(errcode) ?? unknown) : undefined
}
