// Passwords made by the page: readable aloud, drawn by the browser's generator for keys, never kept.

// Without letters and digits that are taken for one another.
const LETTERS = "abcdefghjkmnpqrstuvwxyz23456789";
const LENGTH = 20;
// The highest multiple of the number of letters that fits in a byte: above it, some letters would come more often.
const FAIR = 256 - (256 % LETTERS.length);

/** Twenty random characters in groups of five: about 99 bits. */
export function makeSecret() {
  let made = "";
  while (made.length < LENGTH) {
    const [byte] = crypto.getRandomValues(new Uint8Array(1));
    if (byte < FAIR) made += LETTERS[byte % LETTERS.length];
  }
  return made.match(/.{5}/g).join("-");
}
