/** A field to write: text goes into CDATA, numbers stay bare, arrays repeat their name. */
export type XmlInput = string | number | bigint | boolean | undefined | XmlInputFields | readonly XmlInput[]
export type XmlInputFields = { readonly [name: string]: XmlInput }

// What XML 1.0 has no place for: control characters and halves of surrogate pairs.
const unwritable =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g

/** Text inside CDATA; characters that XML can't hold become U+FFFD. */
export function cdata(text: string): string {
  let safe = text
  if (needsCare.test(text)) safe = text.replace(unwritable, '\ufffd').replaceAll(']]>', ']]]]><![CDATA[>')
  return `<![CDATA[${safe}]]>`
}

const needsCare = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ud800-\udfff\ufffe\uffff]|\]\]>/

/** `<xml>…</xml>` of these fields, in their order; undefined ones are left out. */
export function writeXml(fields: XmlInputFields): string {
  return `<xml>${writeFields(fields)}</xml>`
}

function writeFields(fields: XmlInputFields): string {
  let out = ''
  for (const [name, value] of Object.entries(fields)) out += writeField(name, value)
  return out
}

function writeField(name: string, value: XmlInput): string {
  if (value === undefined) return ''
  if (isList(value)) return value.map(item => writeField(name, item)).join('')
  if (typeof value === 'string') return `<${name}>${cdata(value)}</${name}>`
  if (typeof value === 'object') return `<${name}>${writeFields(value)}</${name}>`
  return `<${name}>${value}</${name}>`
}

function isList(value: XmlInput): value is readonly XmlInput[] {
  return Array.isArray(value)
}
