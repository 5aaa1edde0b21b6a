/** The process of pdf-text.ts: reads the PDF it is given, says what came of it and ends. */

import { createRequire } from "node:module";
import { dirname } from "node:path";
import { getDocument, VerbosityLevel } from "pdfjs-dist/legacy/build/pdf.mjs";

export interface PdfRequest {
	readonly bytes: Uint8Array;
	readonly mostPages: number;
}

export type PdfResult =
	| { readonly kind: "text"; readonly pages: readonly string[] }
	| { readonly kind: "tooLong"; readonly pages: number }
	| { readonly kind: "encrypted" }
	| { readonly kind: "unreadable"; readonly reason: string };

async function read({ bytes, mostPages }: PdfRequest): Promise<PdfResult> {
	const library = dirname(createRequire(import.meta.url).resolve("pdfjs-dist/package.json"));
	const loading = getDocument({
		data: new Uint8Array(bytes),
		// Without these tables, text in Chinese fonts that are not part of the file cannot be read.
		cMapUrl: `${library}/cmaps/`,
		cMapPacked: true,
		standardFontDataUrl: `${library}/standard_fonts/`,
		disableFontFace: true,
		useSystemFonts: false,
		isEvalSupported: false,
		stopAtErrors: true,
		verbosity: VerbosityLevel.ERRORS,
	});
	try {
		const document = await loading.promise;
		if (document.numPages > mostPages) return { kind: "tooLong", pages: document.numPages };
		const pages: string[] = [];
		for (let number = 1; number <= document.numPages; number++) {
			const { items } = await (await document.getPage(number)).getTextContent();
			const text = items.map((item) => ("str" in item ? item.str + (item.hasEOL ? "\n" : "") : "")).join("");
			pages.push(text.replace(/[\x00-\x08\x0b-\x1f]/g, "").trim());
		}
		return { kind: "text", pages };
	} catch (error) {
		if (error instanceof Error && error.name === "PasswordException") return { kind: "encrypted" };
		return { kind: "unreadable", reason: String(error) };
	}
}

process.once("message", async (request: PdfRequest) => {
	process.send!(await read(request));
	process.disconnect();
});
