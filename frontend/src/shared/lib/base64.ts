export function bytesFromBase64(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
}

const encoder = new TextEncoder();

/** Length in UTF-8, which is what every limit counts. */
export function utf8Length(text: string): number {
  return encoder.encode(text).length;
}
