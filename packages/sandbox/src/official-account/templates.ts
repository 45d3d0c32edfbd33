/** Administration of templates: industries, own templates, what WeChat held back, the library; one-time messages of the old kind. */
import {
  addTemplate,
  deleteTemplate,
  getIndustry,
  listBlockedTemplateMessages,
  listLibraryTemplates,
  listTemplateCategories,
  listTemplateKeywords,
  sendOneTimeMessage,
  setIndustry,
} from '@wematrix/wechat'
import { deliver, receiver } from '../api/messages.ts'
import { on, Refusal } from '../api/on.ts'
import { monthOf } from '../days.ts'
import { needsService } from './capabilities.ts'
import { categories, contentOf, industries, library, libraryEntry } from './template-library.ts'

const mostTemplates = 25
const oneTimeTitle = 15
const oneTimeContent = 200

on(setIndustry, ({ account, now }, { industry_id1, industry_id2 }) => {
  needsService(account)
  const ids = [String(industry_id1 ?? ''), String(industry_id2 ?? '')] as [string, string]
  for (const id of ids) if (!industries[id] && !(Number(id) >= 1 && Number(id) <= 41)) throw new Refusal(40102, 'invalid industry id')
  if (account.official.industry?.month === monthOf(now)) throw new Refusal(43100, 'change template too frequently')
  account.official.industry = { ids, month: monthOf(now) }
})
on(getIndustry, ({ account }) => {
  needsService(account)
  const [first, second] = account.official.industry?.ids ?? []
  const named = (id: string) => industries[id] ?? { first_class: '其它', second_class: `行业${id}` }
  return first && second ? { primary_industry: named(first), secondary_industry: named(second) } : {}
})

/** Category templates have numbers and want their keywords by name; the old ones (`TM…`, `OPENTM…`) can't be added any more. */
on(addTemplate, ({ realm, account }, { template_id_short, keyword_name_list }) => {
  needsService(account)
  if (/^(OPEN)?TM\d+$/i.test(String(template_id_short ?? ''))) throw new Refusal(40247, 'this template is a history template')
  const entry = libraryEntry(template_id_short)
  if (!entry) throw new Refusal(40037, 'invalid template_id_short')
  const names = keyword_name_list ?? []
  if (!Array.isArray(names) || names.length === 0) throw new Refusal(40246, 'keyword_name_list is missing')
  const keywords = names.map(name => entry.keywords.find(keyword => keyword.name === name))
  if (keywords.includes(undefined)) throw new Refusal(40246, 'keyword not in the library')
  if ([...account.templates.values()].filter(({ kind }) => kind === 'template').length >= mostTemplates)
    throw new Refusal(45026, 'template number exceeds limit')
  const template_id = realm.id(43, 9)
  account.templates.set(template_id, {
    title: entry.title,
    content: contentOf(keywords.filter(keyword => keyword !== undefined)),
    kind: 'template',
  })
  return { errcode: 0, errmsg: 'ok', template_id }
})
on(deleteTemplate, ({ account }, { template_id }) => {
  needsService(account)
  if (account.templates.get(template_id)?.kind !== 'template') throw new Refusal(40037, 'invalid template_id')
  account.templates.delete(template_id)
})

/** Template messages that were held back for a risky word, in order. */
on(listBlockedTemplateMessages, ({ account }, { tmpl_msg_id, largest_id, limit }) => {
  needsService(account)
  if (account.templates.get(tmpl_msg_id)?.kind !== 'template') throw new Refusal(40037, 'invalid template_id')
  const most = Number(limit)
  if (!Number.isInteger(most) || most < 1 || most > 100) throw new Refusal(40035, 'invalid parameter: limit')
  const after = Number(largest_id ?? 0)
  return {
    errcode: 0,
    errmsg: 'ok',
    msginfo: account.official.heldBack
      .filter(message => message.tmpl_msg_id === tmpl_msg_id && message.id > after)
      .slice(0, most)
      .map(message => ({ ...message })),
  }
})

on(listTemplateCategories, () => ({ errcode: 0, errmsg: 'ok', data: categories.map(category => ({ ...category })) }))

/** `ids` comes in quotes from some clients, as in WeChat's own sample. */
on(listLibraryTemplates, (_call, { ids, start, limit }) => {
  if (!ids) throw new Refusal(200018, 'ids missing')
  const wanted = String(ids).replaceAll('"', '').split(',').map(Number)
  if (wanted.length > 5 || wanted.some(id => !categories.some(category => category.id === id))) throw new Refusal(200019, 'invalid ids')
  const [from, size] = [Number(start), Number(limit)]
  if (!Number.isInteger(from) || from < 0) throw new Refusal(200016, 'invalid start')
  if (!Number.isInteger(size) || size < 1 || size > 30) throw new Refusal(200017, 'invalid limit')
  const found = library.filter(({ categoryId }) => wanted.includes(categoryId))
  const data = found
    .slice(from, from + size)
    .map(({ tid, title, type, categoryId }) => ({ tid, title, type, categoryId: String(categoryId) }))
  return { errcode: 0, errmsg: 'ok', count: found.length, data }
})
on(listTemplateKeywords, (_call, { tid }) => {
  const entry = libraryEntry(tid)
  if (!entry) throw new Refusal(200014, 'invalid tid')
  const data = entry.keywords.map(({ kid, name, example, rule }) => ({ kid, name, example, rule }))
  return { errcode: 0, errmsg: 'ok', count: data.length, data }
})

/** One accept of the old consent page is one message; `scene` is the one of the page. */
on(sendOneTimeMessage, (call, { touser, template_id, scene, title, data, url, miniprogram }) => {
  const { account } = call
  needsService(account)
  const person = receiver(call, touser)
  if (!template_id) throw new Refusal(40037, 'invalid template_id')
  const number = Number(scene)
  if (scene === undefined || !Number.isInteger(number) || number < 0 || number > 10_000)
    throw new Refusal(40035, 'invalid parameter: scene')
  if (!title || [...title].length > oneTimeTitle) throw new Refusal(45003, 'title size out of limit')
  const value = data?.content?.value ?? ''
  if (value === '' || [...value].length > oneTimeContent) throw new Refusal(47003, 'argument invalid! data.content.value invalid')
  const key = `${touser} ${template_id} ${number}`
  const left = account.official.oneTime.get(key) ?? 0
  if (left < 1) throw new Refusal(43101, 'user refuse to accept the msg')
  account.official.oneTime.set(key, left - 1)
  deliver(call, person, 'subscribe', { template_id, scene: String(number), title, data, url, miniprogram })
})
