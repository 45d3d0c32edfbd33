/** What is being written, by brand, while other screens are looked at; gone with the window, and never in an address. */
export const written = new Map<string, string>()
