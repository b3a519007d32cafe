/** `node:crypto` in a browser, as far as we use it: a digest that tells one text from another, and keeps nobody out. */
export function createHash(_name: string): Digest {
  return new Digest();
}

/** Two running hashes of 32 bits with different factors (as in FNV). */
class Digest {
  private first = 0x811c9dc5;
  private second = 0x9747b28c;
  private length = 0;

  update(text: string): this {
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      this.first = Math.imul(this.first ^ unit, 0x01000193);
      this.second = Math.imul(this.second ^ unit, 0x85ebca6b) ^ (this.second >>> 13);
    }
    this.length += text.length;
    return this;
  }

  digest(_encoding?: string): string {
    return [this.first, this.second, this.length].map((one) => (one >>> 0).toString(36)).join("-");
  }
}
