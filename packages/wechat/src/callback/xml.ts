/**
 * A reader and writer for the XML that WeChat uses: elements, text and CDATA. Hand-made because the inbox lives on it:
 * ten times quicker than a general library, and without DTD or custom entities there is nothing to blow up.
 * Attributes, comments and processing instructions are read over.
 */
import { CallbackError } from './errors.ts'

/** What an element holds: text, children by name, or several of one name. */
export type XmlValue = string | XmlFields | XmlValue[]
export type XmlFields = { [name: string]: XmlValue }

const maxDepth = 32
const entities: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }

/** Reads a document and returns the children of its root. Throws {@link CallbackError} `bad_xml`, nothing else. */
export function parseXml(text: string): XmlFields {
  const reader = new XmlReader(text)
  const fields = reader.document()
  return typeof fields === 'string' ? {} : fields
}

class XmlReader {
  private at = 0
  private readonly text: string

  constructor(text: string) {
    this.text = text
  }

  document(): XmlFields | string {
    if (this.text.charCodeAt(0) === 0xfeff) this.at = 1
    this.skipBetween()
    if (this.text.charCodeAt(this.at) !== 60) throw this.broken('it does not begin with a tag')
    const root = this.element(0)
    this.skipBetween()
    if (this.at < this.text.length) throw this.broken('there is more after the last closing tag')
    if (typeof root.value === 'string' && root.value.trim() !== '') throw this.broken('its root holds text instead of fields')
    return root.value as XmlFields | string
  }

  /** Reads the element that begins at `at`. */
  private element(depth: number): { name: string; value: XmlFields | string } {
    if (depth > maxDepth) throw this.broken(`it is nested deeper than ${maxDepth} levels`)
    const { text } = this
    const start = this.at + 1
    let end = start
    while (isNameCode(text.charCodeAt(end))) end++
    const name = text.slice(start, end)
    if (name === '') throw text.startsWith('!', start) ? this.declared() : this.broken('a tag has no name')
    let empty = false
    if (text.charCodeAt(end) !== 62) {
      end = this.skipAttributes(end, name)
      empty = text.charCodeAt(end - 1) === 47
    }
    this.at = end + 1
    return { name, value: empty ? '' : this.content(name, depth) }
  }

  /** Everything up to the closing tag of `name`. */
  private content(name: string, depth: number): XmlFields | string {
    const { text } = this
    let characters = ''
    let sawCdata = false
    let children: XmlFields | undefined
    for (;;) {
      const next = text.indexOf('<', this.at)
      if (next < 0) throw this.broken(`it ends inside <${name}>: the body was cut`)
      if (next > this.at && !children) characters = this.addText(characters, text.slice(this.at, next), sawCdata)
      this.at = next
      const code = text.charCodeAt(next + 1)
      if (code === 47) {
        this.close(name)
        return children ?? characters
      }
      if (code !== 33 && code !== 63) {
        children ??= {}
        const child = this.element(depth + 1)
        addChild(children, child.name, child.value)
      } else if (text.startsWith('<![CDATA[', next)) {
        const end = text.indexOf(']]>', next + 9)
        if (end < 0) throw this.broken(`it ends inside the CDATA of <${name}>: the body was cut`)
        const piece = text.slice(next + 9, end)
        characters = !sawCdata && characters.trim() === '' ? piece : characters + piece
        sawCdata = true
        this.at = end + 3
      } else this.skipMarkup()
    }
  }

  /** White space around CDATA is layout, not content. */
  private addText(before: string, piece: string, sawCdata: boolean): string {
    if (sawCdata && piece.trim() === '') return before
    return before + (piece.includes('&') ? this.resolve(piece) : piece)
  }

  private resolve(piece: string): string {
    return piece.replace(/&([^;&<]{0,10});?/g, (whole, name: string) => {
      const known = Object.hasOwn(entities, name) ? entities[name] : undefined
      if (known !== undefined && whole.endsWith(';')) return known
      const numeric = /^#(?:x([0-9a-fA-F]{1,6})|([0-9]{1,7}))$/.exec(name)
      const code = numeric ? Number.parseInt(numeric[1] ?? numeric[2] ?? '', numeric[1] ? 16 : 10) : Number.NaN
      if (!whole.endsWith(';') || !(code > 0 && code <= 0x10ffff)) throw this.broken(`it uses the unknown entity ${whole.slice(0, 12)}`)
      return String.fromCodePoint(code)
    })
  }

  private close(name: string): void {
    const { text } = this
    let at = this.at + 2
    if (!text.startsWith(name, at)) throw this.broken(`<${name}> is closed by another tag`)
    at += name.length
    while (isSpace(text.charCodeAt(at))) at++
    if (at >= text.length) throw this.broken(`it ends inside </${name}>: the body was cut`)
    if (text.charCodeAt(at) !== 62) throw this.broken(`<${name}> is closed by another tag`)
    this.at = at + 1
  }

  /** From the end of a tag's name to its `>`, over attributes and quoted values. */
  private skipAttributes(from: number, name: string): number {
    const { text } = this
    let at = from
    const first = text.charCodeAt(at)
    if (at < text.length && !isSpace(first) && first !== 47) throw this.broken('a tag name holds a character that names can’t have')
    for (; at < text.length; at++) {
      const code = text.charCodeAt(at)
      if (code === 62) return at
      if (code === 60) break
      if (code === 34 || code === 39) {
        const end = text.indexOf(code === 34 ? '"' : "'", at + 1)
        if (end < 0) break
        at = end
      }
    }
    throw this.broken(`the tag <${name}> does not end: the body was cut`)
  }

  /** White space, comments and processing instructions between elements. */
  private skipBetween(): void {
    for (;;) {
      while (isSpace(this.text.charCodeAt(this.at))) this.at++
      const code = this.text.charCodeAt(this.at + 1)
      if (this.text.charCodeAt(this.at) !== 60 || (code !== 33 && code !== 63)) return
      this.skipMarkup()
    }
  }

  private skipMarkup(): void {
    const { text } = this
    const comment = text.startsWith('<!--', this.at)
    if (!comment && text.charCodeAt(this.at + 1) !== 63) throw this.declared()
    const ending = comment ? '-->' : '?>'
    const end = text.indexOf(ending, this.at + 2)
    if (end < 0) throw this.broken('a comment or instruction does not end: the body was cut')
    this.at = end + ending.length
  }

  private declared(): CallbackError {
    if ('<![CDATA['.startsWith(this.text.slice(this.at))) return this.broken('it ends where a CDATA begins: the body was cut')
    return this.broken('it declares a document type or entities, which WeChat never does and we refuse')
  }

  private broken(what: string): CallbackError {
    return new CallbackError('bad_xml', `The body is not the XML that WeChat sends: ${what} (character ${this.at}).`)
  }
}

function addChild(fields: XmlFields, name: string, value: XmlFields | string): void {
  if (name === '__proto__') {
    Object.defineProperty(fields, name, { value, enumerable: true, writable: true, configurable: true })
    return
  }
  const before = Object.hasOwn(fields, name) ? fields[name] : undefined
  if (before === undefined) fields[name] = value
  else if (Array.isArray(before)) before.push(value)
  else fields[name] = [before, value]
}

function isNameCode(code: number): boolean {
  return (
    (code >= 97 && code <= 122) ||
    (code >= 65 && code <= 90) ||
    (code >= 48 && code <= 58) ||
    code === 95 ||
    code === 45 ||
    code === 46 ||
    code > 127
  )
}

function isSpace(code: number): boolean {
  return code === 32 || code === 10 || code === 13 || code === 9
}
