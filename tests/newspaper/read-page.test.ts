/** Bytes of all kinds: text in the encodings that occur, and what is refused with a sentence that says what to do. */

import { describe, expect, it } from "vitest";
import { PageRefusedError } from "../../src/errors.ts";
import { LARGEST_PAGE, readPage } from "../../src/newspaper/read-page.ts";

/** 渔港新码头开工。 in GB18030. */
const GB18030 = Buffer.from("d3e6b8dbd0c2c2ebcdb7bfaab9a4a1a3", "hex");
const TEXT = "渔港新码头开工。";

function refusal(bytes: Uint8Array): PageRefusedError {
	try {
		readPage("folder/bad.txt", bytes);
	} catch (error) {
		if (error instanceof PageRefusedError) return error;
		throw error;
	}
	throw new Error("was not refused");
}

describe("is read", () => {
	it.each<[string, Uint8Array]>([
		["UTF-8", Buffer.from(TEXT)],
		["UTF-8 with a byte-order mark", Buffer.from(`\ufeff${TEXT}`)],
		["UTF-16, little end first", Buffer.from(`\ufeff${TEXT}`, "utf16le")],
		["UTF-16, big end first", Buffer.from(`\ufeff${TEXT}`, "utf16le").swap16()],
		["GB18030", GB18030],
	])("%s", (_, bytes) => expect(readPage("page.txt", bytes).lines).toEqual([TEXT]));

	it.each([
		["Unix", "\n"],
		["Windows", "\r\n"],
		["old Mac", "\r"],
	])("%s line ends, with the lines counted as an editor does", (_, end) => {
		const bytes = Buffer.from(["", "甲", "", "乙", ""].join(end));
		expect(readPage("page.txt", bytes).lines).toEqual(["", "甲", "", "乙"]);
	});

	it("the edition is taken over, the base name and the hash of the bytes kept", () => {
		const edition = { paper: "港城日报", date: "2022-08-10", page: "3" };
		expect(readPage("folder/page.txt", Buffer.from("甲"), edition)).toEqual({
			file: "page.txt",
			lines: ["甲"],
			hash: "33e3580c093111e1c4cac922872c40371f7896bb3fa4e23be5840bd1834fc622",
			...edition,
		});
	});
});

describe("is refused by name", () => {
	it.each<[string, Uint8Array, RegExp]>([
		["an empty file", Buffer.from(""), /空/u],
		["a blank file", Buffer.from("\ufeff \n\u3000\n\t\u200b"), /空/u],
		["NUL bytes", Buffer.from("甲\0乙"), /不是文本/u],
		["a picture", Buffer.from("89504e470d0a1a0a0102030405060708", "hex"), /不是文本|编码/u],
		["a damaged UTF-8 file", Buffer.concat([Buffer.from(TEXT.repeat(20)), Buffer.from([0xe6, 0xb8])]), /损坏/u],
		[
			"Korean in EUC-KR",
			Buffer.from(
				"wMywzcC6IL3Fua4gseK758DUtM+02S4gvu7BpiC8rb/vv6G8rSDFqyDIuMDHsKEgv623yL3AtM+02S4K".repeat(20),
				"base64",
			),
			/编码/u,
		],
		[
			"Chinese in Big5",
			Buffer.from("s2+sT7P4r8iquqRAvWez+LlEoUGsUaTRpau4zKVstn2kard8oUGkVKbKpEiw0aVboUMK".repeat(20), "base64"),
			/编码/u,
		],
		["odd UTF-16", Buffer.from([0xff, 0xfe, 0x41]), /编码/u],
		["a file beyond the limit", Buffer.alloc(LARGEST_PAGE + 1, 0x61), /20 MB/u],
	])("%s", (_, bytes, reason) => {
		const error = refusal(bytes);
		expect(error.file).toBe("bad.txt");
		expect(error.message).toMatch(/^bad\.txt: [^\n]+请[^\n]+。$/u);
		expect(error.message).toMatch(reason);
	});
});
