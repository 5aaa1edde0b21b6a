/** Give it the text of `pages.csv`, get what it says about each page; anything unclear is an error, never a guess. */

import { CsvError, parse } from "csv-parse/sync";
import type { Edition } from "../domain.ts";
import { BaowenError } from "../errors.ts";

const COLUMNS = ["file", "paper", "date", "page"] as const;
type Column = (typeof COLUMNS)[number];

/**
 * Parses `file,paper,date,page` (a header line names the columns, in any order; all but `file` may be missing).
 * An empty field says nothing: null. The keys are base names of seed files.
 * @throws BaowenError naming `name`, the line and the fault
 */
export function readEditions(csvText: string, name: string): Map<string, Edition> {
	const rows = parseRows(csvText, name);
	const header = rows[0];
	if (header === undefined) return new Map();
	const columns = readHeader(header.record, name);
	const editions = new Map<string, Edition>();
	for (const { record, line } of rows.slice(1)) {
		const place = `${name} 第 ${line} 行`;
		if (record.length !== columns.length) {
			throw new BaowenError(`${place}有 ${record.length} 列,表头有 ${columns.length} 列,请补齐或删去多余的列。`);
		}
		const value = (column: Column): string | null => record[columns.indexOf(column)] || null;
		const file = value("file");
		if (file === null) throw new BaowenError(`${place}没有文件名,请在 file 列写上版面文件的名字。`);
		if (/[/\\]/.test(file)) throw new BaowenError(`${place}的 file“${file}”带有路径,请只写文件名。`);
		if (editions.has(file)) throw new BaowenError(`${place}重复了“${file}”,每个文件请只写一行。`);
		const date = value("date");
		if (date !== null && !isDate(date)) {
			throw new BaowenError(`${place}的日期“${date}”无效,请写成 2022-08-10 的样子。`);
		}
		editions.set(file, { paper: value("paper"), date, page: value("page") });
	}
	return editions;
}

function parseRows(csvText: string, name: string): { record: string[]; line: number }[] {
	try {
		const rows = parse(csvText, {
			bom: true,
			info: true,
			relax_column_count: true,
			skip_empty_lines: true,
			trim: true,
		});
		// csv-parse gives { info, record } for each row when `info` is set; its types do not say so.
		return (rows as unknown as { info: { lines: number }; record: string[] }[]).map(({ info, record }) => ({
			record,
			line: info.lines,
		}));
	} catch (error) {
		if (!(error instanceof CsvError)) throw error;
		const line = typeof error.lines === "number" ? `第 ${error.lines} 行` : "";
		throw new BaowenError(`${name} ${line}的引号不成对,请检查这一行的双引号。`, { cause: error });
	}
}

function readHeader(header: readonly string[], name: string): Column[] {
	const columns = header.map((title) => {
		const column = COLUMNS.find((known) => known === title);
		if (column === undefined) {
			throw new BaowenError(`${name} 第 1 行有不认识的列“${title}”,可用的列是 ${COLUMNS.join(",")}。`);
		}
		return column;
	});
	if (new Set(columns).size < columns.length) throw new BaowenError(`${name} 第 1 行有重复的列,请删去一个。`);
	if (!columns.includes("file")) throw new BaowenError(`${name} 第 1 行缺少 file 列,请加上。`);
	return columns;
}

/** YYYY-MM-DD and a day that exists. */
export function isDate(text: string): boolean {
	if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
	const date = new Date(`${text}T00:00:00Z`);
	return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}
