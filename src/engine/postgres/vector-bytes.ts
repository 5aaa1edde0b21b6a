/** A vector in, the bytes that pgvector sends and receives out, and back. */

/** Two 16-bit numbers, the dimensions and 0, stand before the 32-bit floats; everything is big-endian (vector_recv). */
const HEADER = 4;

/** Null for a vector of zeros, which has no direction. */
export function vectorBytes(vector: Float32Array): Buffer | null {
	if (!vector.some((x) => x !== 0)) return null;
	const bytes = Buffer.from(new Uint8Array(HEADER + 4 * vector.length).buffer);
	bytes.writeUInt16BE(vector.length, 0);
	for (let i = 0; i < vector.length; i++) bytes.writeFloatBE(vector[i]!, HEADER + 4 * i);
	return bytes;
}

export function vectorOf(bytes: Uint8Array): Float32Array {
	const floats = new Uint8Array(bytes.subarray(HEADER)).buffer;
	Buffer.from(floats).swap32();
	return new Float32Array(floats);
}
