import fc from 'fast-check'
import { XMLParser } from 'fast-xml-parser'
import { describe, expect, it } from 'vitest'
import { parseXml, writeXml, type XmlInputFields } from './index.ts'

const library = new XMLParser({ parseTagValue: false, processEntities: false, trimValues: false, ignoreAttributes: true })

const name = fc.stringMatching(/^[A-Za-z][A-Za-z0-9_]{0,8}$/)
const text = fc
  .string({ unit: 'grapheme', maxLength: 40 })
  .filter(value => value.trim() !== '' && !/[\u0000-\u001f\ud800-\udfff\ufffe\uffff]/.test(value))
const fields = fc.dictionary(name, fc.oneof(text, fc.dictionary(name, text, { minKeys: 1 })), { minKeys: 1 })

it('reads what it writes', () => {
  fc.assert(fc.property(fields, given => void expect(parseXml(writeXml(given as XmlInputFields))).toEqual({ ...given })))
})
it('reads what a general library reads', () => {
  fc.assert(
    fc.property(fields, given => {
      const document = writeXml(given as XmlInputFields)
      expect(parseXml(document)).toEqual(library.parse(document).xml)
    }),
  )
})

describe('reading', () => {
  it.each([
    ['<xml><A>1</A></xml>', { A: '1' }],
    ['\ufeff<?xml version="1.0"?>\n<!-- x --><xml>\n  <A> <![CDATA[ a ]]> </A>\n</xml>\n', { A: ' a ' }],
    ['<xml><A/><B></B><C x="1>2" /></xml>', { A: '', B: '', C: '' }],
    ['<xml><L><T>1</T></L><L><T>2</T></L></xml>', { L: [{ T: '1' }, { T: '2' }] }],
    ['<xml><A>a&lt;b&#65;&#x4e2d;&amp;lt;</A></xml>', { A: 'a<bA中&lt;' }],
    ['<xml><A><![CDATA[a]]]]><![CDATA[>b]]></A></xml>', { A: 'a]]>b' }],
    ['<xml><A x="1">v</A ></xml>', { A: 'v' }],
    ['<xml><微信>好</微信></xml>', { 微信: '好' }],
    ['<xml></xml>', {}],
  ])('%s', (document, wanted) => expect(parseXml(document)).toEqual(wanted))

  it('does not let a field reach the prototype', () => {
    const read = parseXml('<xml><__proto__><polluted>1</polluted></__proto__><constructor>x</constructor></xml>')
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
    expect(read.constructor).toBe('x')
  })
  it.each([
    ['<xml><A>1</B></xml>', /closed by another tag/],
    ['<xml><A><![CDATA[1</A></xml>', /CDATA of <A>: the body was cut/],
    ['<xml><A><![CDA', /CDATA begins: the body was cut/],
    ['<xml><A>1</A>', /ends inside <xml>/],
    ['<xml>1</xml><xml>2</xml>', /after the last/],
    ['<!DOCTYPE xml><xml/>', /document type/],
    ['<xml><!ENTITY a "b"></xml>', /document type or entities/],
    ['<xml><A>&nbsp;</A></xml>', /unknown entity/],
    ['<xml><A>&#xFFFFFF;</A></xml>', /unknown entity/],
    ['hello', /begin with a tag/],
  ])('refuses %s and says why', (document, why) => expect(() => parseXml(document)).toThrow(why))
})

it('writes characters that XML has no place for as U+FFFD', () => {
  expect(parseXml(writeXml({ A: 'a\u0000b\ud800c😀' }))).toEqual({ A: 'a\ufffdb\ufffdc😀' })
})
