/**
 * What a value of a template may be, by the kind its key begins with. The same for template messages and subscription messages.
 * Source: reference of template messages and of subscription messages, "value type".
 */

type Rule = { fits: (value: string) => boolean; zh: string; en: string }

const count = (value: string) => [...value].length
const chinese = /[\u3400-\u9fff\u{20000}-\u{3ffff}]/u

const rules: Readonly<Record<string, Rule>> = {
  thing: { fits: value => count(value) <= 20, zh: '最多 20 个字符', en: 'at most 20 characters' },
  number: {
    fits: value => /^\d+(\.\d+)?$/.test(value) && value.replace('.', '').length <= 32,
    zh: '最多 32 位数字，可带小数',
    en: 'at most 32 digits, decimals allowed',
  },
  letter: { fits: value => /^[A-Za-z]{1,32}$/.test(value), zh: '最多 32 个字母', en: 'at most 32 letters' },
  symbol: { fits: value => count(value) <= 5, zh: '最多 5 个符号', en: 'at most 5 symbols' },
  character_string: {
    fits: value => count(value) <= 32 && !chinese.test(value),
    zh: '最多 32 位数字、字母或符号，不含汉字',
    en: 'at most 32 digits, letters or symbols, no Chinese',
  },
  time: {
    fits: isTime,
    zh: '24 小时制时间，可带日期，可用 ~ 连接时段',
    en: 'a time of 24 hours, with or without a date, or a range with ~',
  },
  date: { fits: isTime, zh: '日期，可带 24 小时制时间，可用 ~ 连接时段', en: 'a date, with or without a time, or a range with ~' },
  amount: {
    fits: value => /^[^\d\s.]?\d{1,10}(\.\d+)?元?$/u.test(value),
    zh: '1 个币种符号加最多 10 位数字，可带小数，可以“元”结尾',
    en: 'one currency sign and at most 10 digits, decimals allowed, 元 at the end allowed',
  },
  phone_number: {
    fits: value => value.length <= 17 && !chinese.test(value),
    zh: '最多 17 位数字或符号',
    en: 'at most 17 digits or symbols',
  },
  car_number: { fits: value => count(value) <= 8, zh: '最多 8 位', en: 'at most 8 characters' },
  name: {
    fits: value => count(value) <= (chinese.test(value) ? 10 : 20),
    zh: '最多 10 个汉字，或 20 个字母或符号',
    en: 'at most 10 characters when one is Chinese, else 20 letters or symbols',
  },
  phrase: {
    fits: value => count(value) <= 5 && [...value].every(character => chinese.test(character)),
    zh: '最多 5 个汉字',
    en: 'at most 5 Chinese characters',
  },
  const: { fits: value => count(value) <= 20, zh: '最多 20 个字符，取自审核过的列表', en: 'at most 20 characters of the audited list' },
}

function isTime(value: string): boolean {
  return /\d/.test(value) && /^[\d年月日时分秒:：/.\-~～ ]+$/.test(value)
}

/** The rule that a value breaks, or nothing. Keys of old templates (`first`, `keyword1`) and `enum…` have no rule of their own. */
export function brokenTemplateRule(key: string, value: string, mode: 'any' | 'line'): { zh: string; en: string } | undefined {
  if (mode === 'line' && /[\u0000-\u001f\u007f]/.test(value))
    return { zh: '不含换行与控制字符', en: 'no line breaks or control characters' }
  const kind = key.replace(/\d+$/, '')
  const rule = Object.hasOwn(rules, kind) ? rules[kind] : undefined
  return rule && !rule.fits(value) ? rule : undefined
}
