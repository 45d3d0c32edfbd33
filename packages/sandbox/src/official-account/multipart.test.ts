import { expect, it } from 'vitest'
import { readMultipart } from './multipart.ts'

const type = 'multipart/form-data; boundary=XX'
const form = (...lines: string[]) => Buffer.from(lines.join('\r\n'), 'latin1')
const text = (data: unknown) => Buffer.from((data as { data: Uint8Array }).data).toString('latin1')

it('reads files byte for byte, whatever they hold, and text beside them', () => {
  const parts = readMultipart(
    form(
      'a preamble',
      '--XX',
      'Content-Disposition: form-data; name="media"; filename="a.jpg"; filelength=9',
      'Content-Type: image/jpeg',
      '',
      '\xff\xd8 --XX\r\n\r\n--X\r\n',
      '--XX',
      'content-disposition:form-data;name=description',
      '',
      '{"title":"x"}',
      '--XX--',
      '',
    ),
    type,
  )
  expect(text(parts.media)).toBe('\xff\xd8 --XX\r\n\r\n--X\r\n')
  expect(parts.media).toMatchObject({ filename: 'a.jpg', contentType: 'image/jpeg' })
  expect(parts.description).toBe('{"title":"x"}')
})

it('takes quoted boundaries, escaped and encoded names', () => {
  const part = (disposition: string) =>
    readMultipart(
      form('--X Y', `Content-Disposition: form-data; ${disposition}`, '', 'x', '--X Y--'),
      'multipart/form-data; boundary="X Y"',
    )
  expect(part('name="media"; filename="a\\"b.jpg"').media).toMatchObject({ filename: 'a"b.jpg' })
  expect(part("name=media; filename*=UTF-8''%E8%8C%B6.jpg").media).toMatchObject({ filename: "UTF-8''%E8%8C%B6.jpg" })
  expect(part('filename="a.jpg"')).toEqual({})
})

it('finds nothing in bodies that are no forms or end too early', () => {
  expect(readMultipart(form('{}'), 'application/json')).toEqual({})
  expect(readMultipart(form('--XX', 'Content-Disposition: form-data; name="a"', '', 'x'), type)).toEqual({})
  expect(readMultipart(form(''), type)).toEqual({})
})
