/** Zips and PDFs as people send them, and as nobody should: made byte by byte, so that every field can lie. */

import { crc32, deflateRawSync } from "node:zlib";

export interface ZipEntry {
	/** Bytes when it is not UTF-8. */
	readonly name: string | Uint8Array;
	readonly bytes: Uint8Array;
	/** What the zip says it unpacks to, in bytes; the truth when absent. */
	readonly claimedSize?: number;
	readonly encrypted?: boolean;
	readonly wrongChecksum?: boolean;
	readonly method?: number;
}

/** After APPNOTE.TXT 4.3: local headers with their data, the central directory, its end. */
export function makeZip(entries: readonly ZipEntry[]): Buffer {
	const locals: Buffer[] = [];
	const directory: Buffer[] = [];
	let offset = 0;
	for (const {
		name,
		bytes,
		claimedSize = bytes.length,
		encrypted = false,
		wrongChecksum = false,
		method = 8,
	} of entries) {
		const nameBytes = Buffer.from(name);
		const packed = method === 0 ? Buffer.from(bytes) : deflateRawSync(bytes);
		const common = Buffer.alloc(26);
		common.writeUInt16LE(20, 0);
		common.writeUInt16LE((encrypted ? 1 : 0) | (typeof name === "string" ? 0x800 : 0), 2);
		common.writeUInt16LE(method, 4);
		common.writeUInt32LE((crc32(bytes) ^ (wrongChecksum ? 1 : 0)) >>> 0, 10);
		common.writeUInt32LE(packed.length, 14);
		common.writeUInt32LE(claimedSize, 18);
		common.writeUInt16LE(nameBytes.length, 22);
		const local = Buffer.concat([Buffer.from("PK\x03\x04"), common, nameBytes, packed]);
		const rest = Buffer.alloc(14);
		rest.writeUInt32LE(offset, 10);
		directory.push(Buffer.concat([Buffer.from("PK\x01\x02"), Buffer.from([20, 0]), common, rest, nameBytes]));
		locals.push(local);
		offset += local.length;
	}
	const central = Buffer.concat(directory);
	const end = Buffer.alloc(22);
	end.write("PK\x05\x06");
	end.writeUInt16LE(entries.length, 8);
	end.writeUInt16LE(entries.length, 10);
	end.writeUInt32LE(central.length, 12);
	end.writeUInt32LE(offset, 16);
	return Buffer.concat([...locals, central, end]);
}

/** One page per text, in a Chinese font that is not part of the file (GBK-EUC-H); `lines` are GBK bytes in hex. */
export function makePdf(pages: readonly { readonly lines: readonly string[] }[]): Buffer {
	const font = "<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/GBK-EUC-H/DescendantFonts[4 0 R]>>";
	const system = "/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>";
	const descendant = `<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light${system}/DW 1000/FontDescriptor 5 0 R>>`;
	const look = "/Flags 4/FontBBox[0 -200 1000 900]/ItalicAngle 0/Ascent 800/Descent -200/CapHeight 700/StemV 80";
	const kids = pages.map((_, i) => `${6 + 2 * i} 0 R`).join(" ");
	const objects = [
		"<</Type/Catalog/Pages 2 0 R>>",
		`<</Type/Pages/Kids[${kids}]/Count ${pages.length}>>`,
		font,
		descendant,
		`<</Type/FontDescriptor/FontName/STSong-Light${look}>>`,
	];
	pages.forEach(({ lines }, i) => {
		const text = lines.map((line, n) => `1 0 0 1 20 ${780 - 14 * n} Tm <${line}> Tj`).join("\n");
		const stream = `BT /F 12 Tf\n${text}\nET`;
		const resources = "/Resources<</Font<</F 3 0 R>>>>";
		objects.push(`<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents ${7 + 2 * i} 0 R${resources}>>`);
		objects.push(`<</Length ${stream.length}>>\nstream\n${stream}\nendstream`);
	});
	let file = "%PDF-1.4\n";
	const offsets = objects.map((object, i) => {
		const offset = file.length;
		file += `${i + 1} 0 obj\n${object}\nendobj\n`;
		return `${String(offset).padStart(10, "0")} 00000 n \n`;
	});
	const table = `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${offsets.join("")}`;
	return Buffer.from(
		`${file}${table}trailer<</Size ${objects.length + 1}/Root 1 0 R>>\nstartxref\n${file.length}\n%%EOF\n`,
	);
}
