/** A file as it was sent, or as it was found in one. */
export interface SentFile {
	readonly name: string;
	readonly bytes: Uint8Array;
}
