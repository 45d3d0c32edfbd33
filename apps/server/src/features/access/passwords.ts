import { hash, verify } from '@node-rs/argon2'

/** OWASP's choice for Argon2id: 19 MiB, 2 passes, 1 lane. About 30 ms. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

export function hashPassword(password: string): Promise<string> {
  return hash(password.normalize('NFKC'), cost)
}

let nobody: Promise<string> | undefined

/**
 * Whether the password fits. Without a stored hash a dummy is checked all the same, so that the time tells nobody
 * whether an e-mail address has an account.
 */
export async function checkPassword(stored: string | undefined, password: string): Promise<boolean> {
  nobody ??= hashPassword('nobody has this password')
  const fits = await verify(stored ?? (await nobody), password.normalize('NFKC'))
  return stored !== undefined && fits
}
