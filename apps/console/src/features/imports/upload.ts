/** Hands a file over in parts, so that any proxy lets it pass and progress can be shown. */
import { createUpload, putUploadPart } from '@wematrix/server/features/imports/schema'
import { call } from '../../api/client.ts'

/** @param progress  hears the share that has arrived, 0 to 1. Throws Problem; an aborted one rejects with an AbortError. */
export async function uploadFile(brandId: string, file: File, progress: (share: number) => void, signal: AbortSignal): Promise<string> {
  const { id, parts, partBytes } = await call(createUpload, { params: { brandId }, body: { name: file.name, bytes: file.size } }, signal)
  for (let n = 0; n < parts; n++) {
    const base64 = await asBase64(file.slice(n * partBytes, (n + 1) * partBytes))
    await call(putUploadPart, { params: { brandId, id, n }, body: { base64 } }, signal)
    progress((n + 1) / parts)
  }
  return id
}

const asBase64 = (part: Blob) =>
  new Promise<string>((resolve, reject) => {
    const reader = new FileReader()
    reader.onload = () => resolve(String(reader.result).replace(/^[^,]*,/, ''))
    reader.onerror = () => reject(reader.error)
    reader.readAsDataURL(part)
  })
