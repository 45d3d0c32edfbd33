/** A menu made in the web console: what the API reads of it, and what a tap on it does. An API menu takes its place, and it an API menu's. */
import type { CurrentMenuButton, MenuButton, MenuLeaf } from '@wematrix/wechat'
import { deliver } from '../api/messages.ts'
import type { Person } from '../facts.ts'
import type { Realm } from '../state/realm.ts'
import type { AccountState } from '../state/state.ts'

/** What an item of the console can be: something that is sent at once, or something that opens. */
const sent = ['text', 'img', 'photo', 'voice', 'video', 'news']
const opening = ['view', 'miniprogram']

/** Puts a menu up in the console; `null` takes down whatever menu there is. Throws a plain error that names the item. */
export function setConsoleMenu(account: AccountState, value: unknown): void {
  if (value !== null) checkButtons(value as CurrentMenuButton[])
  delete account.consoleMenu
  delete account.menu
  account.conditional = []
  if (value !== null) account.consoleMenu = value as CurrentMenuButton[]
}

function checkButtons(buttons: CurrentMenuButton[]): void {
  if (!Array.isArray(buttons) || buttons.length < 1 || buttons.length > 3) throw new Error('A menu is a list of one to three buttons.')
  for (const button of buttons) {
    const items = button.sub_button?.list
    if (items && (items.length < 1 || items.length > 5)) throw new Error(`"${button.name}" takes one to five items.`)
    for (const item of items ?? [button]) checkItem(item)
  }
}

function checkItem({ name, type = '', value, url, pagepath }: CurrentMenuButton): void {
  if (!name) throw new Error('An item of a menu has a name.')
  if (![...sent, ...opening].includes(type)) throw new Error(`"${name}" is of type ${[...sent, ...opening].join(', ')}, not "${type}".`)
  if (sent.includes(type) && !value) throw new Error(`"${name}" (${type}) has a value: its text, or a media id.`)
  if (opening.includes(type) && !url) throw new Error(`"${name}" (${type}) has a url.`)
  if (type === 'miniprogram' && !pagepath) throw new Error(`"${name}" has a pagepath.`)
}

const itemsOf = (account: AccountState) => (account.consoleMenu ?? []).flatMap(button => button.sub_button?.list ?? [button])

/** The items that open something, as API menus have them; taps on them are pushed. */
export function openingItems(account: AccountState): MenuButton[] {
  return itemsOf(account).filter(({ type = '' }) => opening.includes(type)) as MenuLeaf[]
}

/** A tap on an item that is sent at once: it lands on the phone, and nobody is told. False when there is no such item. */
export function tapSentItem(realm: Realm, account: AccountState, person: Person, name: string): boolean {
  const item = itemsOf(account).find(one => one.name === name && sent.includes(one.type ?? ''))
  if (!item) return false
  const { type = '', value, news_info } = item
  const content =
    type === 'text'
      ? { msgtype: 'text', text: { content: value } }
      : type === 'news'
        ? { msgtype: 'news', articles: news_info?.list ?? [], media_id: value }
        : { msgtype: type === 'img' || type === 'photo' ? 'image' : type, media_id: value }
  deliver({ realm, account, now: realm.clock.ms() }, person, 'auto', content)
  return true
}
