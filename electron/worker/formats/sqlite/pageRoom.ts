import type { RowScanner } from './rowScanner.ts';

/** Room for bytes of pages, in the memory of the scanner that reads them if there is one. */
export class PageRoom {
  readonly size: number;
  /** Where it stands in the scanner's memory. */
  readonly address: number;
  readonly #scanner: RowScanner | null;
  #bytes: Buffer;

  constructor(scanner: RowScanner | null, size: number) {
    this.size = size;
    this.#scanner = scanner;
    this.address = scanner?.room(size) ?? 0;
    this.#bytes = scanner?.view(this.address, size) ?? Buffer.allocUnsafeSlow(size);
  }

  /** Ask again behind every call of the scanner: its memory may have moved. */
  get bytes(): Buffer {
    if (this.#scanner !== null && this.#bytes.length === 0) {
      this.#bytes = this.#scanner.view(this.address, this.size);
    }
    return this.#bytes;
  }

  free(): void {
    this.#scanner?.freeRoom(this.address);
  }
}
