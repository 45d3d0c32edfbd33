/** What the values of a template may be, by the kind its key begins with. */
import type { TemplateData } from '@wematrix/wechat'
import { Refusal } from '../api/on.ts'

const length = (value: string) => [...value].length
const chinese = /[\u3400-\u9fff]/
const clock = String.raw`\d{1,2}:\d{2}(:\d{2})?`
const day = String.raw`(\d{4}年)?\d{1,2}月(\d{1,2}日)?|\d{4}年\d{1,2}月?|\d{4}([-/.])\d{1,2}(\k<SEP>\d{1,2})?|\d{1,2}[-/.]\d{1,2}`
/** A day, a time of 24 hours, or both, or a range of them. */
function isMoment(value: string, needsDay: boolean): boolean {
  const dayText = day.replace('([-/.])', '(?<SEP>[-/.])')
  const one = needsDay ? new RegExp(`^(${dayText})( ?${clock})?$`) : new RegExp(`^((${dayText}) ?)?${clock}$`)
  const last = new RegExp(`^((${dayText}) ?)?(${clock})?$`)
  const [from = '', to, ...more] = value.split('~').map(part => part.trim())
  return more.length === 0 && one.test(from) && (to === undefined || (to !== '' && last.test(to)))
}

const limits: Record<string, (value: string) => boolean> = {
  thing: value => length(value) <= 20,
  number: value => /^\d+(\.\d+)?$/.test(value) && value.replace('.', '').length <= 32,
  letter: value => /^[A-Za-z]{1,32}$/.test(value),
  symbol: value => length(value) <= 5 && !/[\dA-Za-z]/.test(value) && !chinese.test(value),
  character_string: value => value.length <= 32 && !chinese.test(value),
  time: value => isMoment(value, false),
  date: value => isMoment(value, true),
  amount: value => /^[^\d\s.]?\d{1,10}(\.\d+)?元?$/u.test(value),
  phone_number: value => value.length <= 17 && !chinese.test(value) && !/[A-Za-z]/.test(value),
  car_number: value => length(value) <= 8,
  name: value => (chinese.test(value) ? length(value) <= 10 : value.length <= 20),
  phrase: value => /^[\u3400-\u9fff]{1,5}$/.test(value),
}

/** Throws 47003 with the field's name when a value is missing, breaks its kind's rule or is none of an enum's values. */
export function checkData(data: TemplateData, content: string, enums: Record<string, readonly string[]> = {}): void {
  for (const [, key = ''] of content.matchAll(/\{\{(\w+)\.DATA\}\}/g)) {
    const value = data?.[key]?.value
    const rule = limits[key.replace(/\d+$/, '')]
    const listed = enums[key]
    if (
      typeof value !== 'string' ||
      value === '' ||
      /[\u0000-\u001f\u007f]/.test(value) ||
      (rule && !rule(value)) ||
      (listed && !listed.includes(value))
    )
      throw new Refusal(47003, `argument invalid! data.${key}.value invalid`)
  }
}
