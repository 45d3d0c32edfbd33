/** Looks into one file and ends: bytes on standard input, the place as its argument, {@link ChildAnswer} on standard output. */
import { buffer } from 'node:stream/consumers'
import { type Looked, lookAt, MediaInvalid, type MediaPlace } from '@wematrix/checks/media'

export type ChildAnswer = { looked: Looked } | { invalid: MediaInvalid['words'] }

const answer = (await buffer(process.stdin).then(bytes => {
  try {
    return { looked: lookAt(bytes, process.argv[2] as MediaPlace) }
  } catch (error) {
    if (error instanceof MediaInvalid) return { invalid: error.words }
    throw error
  }
})) satisfies ChildAnswer
process.stdout.write(JSON.stringify(answer))
