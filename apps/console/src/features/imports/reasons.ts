/** Why a row was refused, or a file cannot be read in yet, in the reader's language. */
import { useWords, type Word } from '../../locales/index.tsx'

const known: [RegExp, Word][] = [
  [/^the event has no name/, 'import.bad.event'],
  [/^the name of the event is longer/, 'import.bad.long'],
  [/^no id of a person/, 'import.bad.person'],
  [/^the id of the person is longer/, 'import.bad.long'],
  [/^"(.*)" is no time/, 'import.bad.time'],
  [/^the time (.*) lies/, 'import.bad.when'],
  [/^"(.*)" is no amount/, 'import.bad.amount'],
  [/^an openid needs its appId/, 'import.bad.appId'],
  [/^the line is no JSON/, 'import.bad.json'],
  [/^no Segment call/, 'import.bad.segment'],
  [/^(\d+) fields where the head has (\d+)/, 'import.bad.fields'],
  [/^Say which column names the event/, 'import.say.event'],
  [/^Say which column is the time/, 'import.say.time'],
  [/^Say which column is the person/, 'import.say.person'],
  [/^The file has no column "(.*)"; it has (.*)\.$/, 'import.say.column'],
]

/** `{a}` and `{b}` of the words are what the sentence quotes; a sentence nobody translated stays as it is. */
export function useImportReason() {
  const { t } = useWords()
  return (reason: string) => {
    for (const [pattern, word] of known) {
      const found = pattern.exec(reason)
      if (found) return t(word, { a: found[1] ?? '', b: found[2] ?? '' })
    }
    return reason
  }
}
