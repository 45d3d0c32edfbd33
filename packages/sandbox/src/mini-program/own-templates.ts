/** An account's own subscription templates, taken from the library. */
import { addSubscribeTemplate, deleteSubscribeTemplate, listSubscribeTemplates } from '@wematrix/wechat'
import { on, Refusal } from '../api/on.ts'
import { contentOf, type LibraryKeyword, libraryEntry } from '../official-account/template-library.ts'

/** WeChat's number is not published. */
const templatesPerAccount = 50

const sorted = (content: string) => content.split('\n').sort().join()

on(addSubscribeTemplate, ({ realm, account }, { tid, kidList, sceneDesc = '' }) => {
  const found = libraryEntry(tid)
  if (!found) throw new Refusal(200014, 'invalid tid')
  const ids = Array.isArray(kidList) ? kidList.map(Number) : []
  const chosen = ids.map(kid => found.keywords.find(keyword => keyword.kid === kid)).filter(keyword => keyword !== undefined)
  if (ids.length < 2 || ids.length > 5 || new Set(ids).size < ids.length || chosen.length < ids.length)
    throw new Refusal(200020, 'invalid kidList')
  if ([...sceneDesc].length > 15) throw new Refusal(200021, 'invalid sceneDesc')
  const content = contentOf(chosen)
  const own = [...account.templates.values()].filter(({ kind }) => kind === 'subscribe')
  if (own.some(template => template.title === found.title && sorted(template.content) === sorted(content)))
    throw new Refusal(200022, 'template with same title and keywords exists')
  if (own.length >= templatesPerAccount) throw new Refusal(200012, 'private template count exceed')
  const priTmplId = realm.id(43, 8)
  const enums = Object.fromEntries(chosen.flatMap(keyword => enumOf(keyword)))
  const example = chosen.map(keyword => `${keyword.name}:${keyword.example}\n`).join('')
  account.templates.set(priTmplId, { title: found.title, content, kind: 'subscribe', type: found.type, example, enums })
  return { errcode: 0, errmsg: 'ok', priTmplId }
})

/** Key and values of a keyword that is one of a list. */
const enumOf = ({ rule, kid, values }: LibraryKeyword): [string, readonly string[]][] => (values ? [[`${rule}${kid}`, values]] : [])

on(listSubscribeTemplates, ({ account }) => ({
  errcode: 0,
  errmsg: 'ok',
  data: [...account.templates]
    .filter(([, template]) => template.kind === 'subscribe')
    .map(([priTmplId, { title, content, example = '', type = 2, enums = {} }]) => ({
      priTmplId,
      title,
      content,
      example,
      type,
      ...(Object.keys(enums).length > 0
        ? {
            keywordEnumValueList: Object.entries(enums).map(([key, values]) => ({
              keywordCode: `${key}.DATA`,
              enumValueList: [...values],
            })),
          }
        : {}),
    })),
}))
on(deleteSubscribeTemplate, ({ account }, { priTmplId }) => {
  if (account.templates.get(priTmplId)?.kind !== 'subscribe') throw new Refusal(40037, 'invalid template_id')
  account.templates.delete(priTmplId)
})
