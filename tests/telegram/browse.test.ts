import { afterEach, describe, expect, it } from "vitest";
import type { Quote } from "../../src/domain.ts";
import type { PageContents } from "../../src/ports.ts";
import { answerWith, BERT, BotUnderTest, FORUM, GROUP, quote, refuse, type Setup } from "../support/bot-under-test.ts";

let under: BotUnderTest;
afterEach(() => under.dispose());
async function start(setup?: Setup): Promise<BotUnderTest> {
	under = await BotUnderTest.start(setup);
	return under;
}

const id = (n: number) => n.toString(16).padStart(16, "0");
function hit(n: number, text = `第${n}条的原句,说的是<b>羽毛球</b>。`): Quote {
	return quote(text, { source: { articleId: id(n), headline: `标题${n} & <其他>` } });
}
const PAGES: PageContents[] = [
	{ file: "a.txt", paper: "锦州日报", date: "2022-07-02", page: "1", reports: reports(0, 8) },
	{ file: "b.txt", paper: null, date: null, page: null, reports: reports(8, 15) },
];
function reports(from: number, to: number) {
	return Array.from({ length: to - from }, (_, n) => ({
		articleId: id(from + n),
		headline: from + n === 3 ? null : `标题${from + n}`,
		file: from === 0 ? "a.txt" : "b.txt",
	}));
}
// biome-ignore lint/suspicious/noExplicitAny: bodies of many methods
function labels({ body }: { body: any }): string[] {
	return body.reply_markup.inline_keyboard.flat().map(({ text }: { text: string }) => text);
}

describe("/reports", () => {
	it("lists pages and headlines, screen by screen, with a button for each report", async () => {
		const { api } = await start({ library: { pages: async () => PAGES } });
		under.say("/reports");
		const first = await api.next("sendMessage");
		expect(first.parsed?.text).toBe(
			[
				"共 2 个版面、15 篇报道",
				"",
				"📄 锦州日报 2022-07-02 第1版",
				...["1. 标题0", "2. 标题1", "3. 标题2", "4. （无标题）", "5. 标题4", "6. 标题5", "7. 标题6", "8. 标题7"],
				"",
				"📄 b.txt",
				...["9. 标题8", "10. 标题9"],
			].join("\n"),
		);
		expect(labels(first)).toEqual(["1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "▸"]);
		under.press(first.result, first.body.reply_markup.inline_keyboard.at(-1)[0].callback_data);
		const second = await api.next("editMessageText");
		expect(second.parsed?.text).toContain("📄 b.txt\n11. 标题10\n");
		expect(labels(second)).toEqual(["11", "12", "13", "14", "15", "◂"]);
		under.press(first.result, second.body.reply_markup.inline_keyboard.at(-1)[0].callback_data);
		expect((await api.next("editMessageText")).parsed?.text).toBe(first.parsed?.text);
	});

	it("says so where there are none", async () => {
		const { api } = await start();
		under.say("/reports");
		expect((await api.next("sendMessage")).parsed?.text).toContain("还没有");
	});
});

describe("/search and /latest", () => {
	it("list headlines with a snippet", async () => {
		const searched: [string, number][] = [];
		const searchReports = async (words: string, limit: number) => {
			searched.push([words, limit]);
			return [hit(1), hit(2)];
		};
		const { api } = await start({ library: { searchReports, latestReports: async () => [hit(7)] } });
		under.say("/search 羽毛球 <b>");
		const { parsed, body } = await api.next("sendMessage");
		expect(searched).toEqual([["羽毛球 <b>", 10]]);
		expect(parsed?.text).toContain(
			"有“羽毛球 <b>”的报道：\n\n1. 标题1 & <其他>\n第1条的原句,说的是<b>羽毛球</b>。\n\n2. 标题2",
		);
		expect(labels({ body })).toEqual(["1", "2"]);
		under.say("/latest", { chat: GROUP });
		const latest = await api.next("sendMessage");
		expect(latest.parsed?.text).toContain("1. 标题7");
		expect(latest.body.reply_markup.inline_keyboard[0][0].url).toContain("?start=r");
	});

	it("ask for words, and say when there is nothing", async () => {
		const { api } = await start();
		under.say("/search");
		expect((await api.next("sendMessage")).parsed?.text).toContain("要找的词");
		under.say("/search 火星");
		expect((await api.next("sendMessage")).parsed?.text).toContain("没有找到");
	});

	it("fit into a message whatever reports contain", async () => {
		const monsters = Array.from({ length: 10 }, (_, n) =>
			quote("&".repeat(10_000), {
				highlights: [{ start: 9000, end: 9999 }],
				source: { headline: `${n}${"<".repeat(5000)}` },
			}),
		);
		const { api } = await start({ library: { latestReports: async () => monsters } });
		under.say("/latest");
		expect((await api.next("sendMessage")).error).toBeNull();
	});
});

describe("inline mode", () => {
	function query(text: string): void {
		under.api.push({ inline_query: { id: "77", from: BERT, query: text, offset: "" } });
	}

	it("offers up to ten quotes with their sources, those that answer first, each report once", async () => {
		const many = Array.from({ length: 12 }, (_, n) => hit(n));
		const { api } = await start({
			ask: answerWith(quote("答案😀。", { source: { articleId: id(1) } })),
			library: { searchReports: async () => many },
		});
		query("羽毛球");
		const { body } = await api.next("answerInlineQuery");
		expect(body.inline_query_id).toBe("77");
		expect(body.results).toHaveLength(10);
		expect(body.results[0].description).toBe("答案😀。");
		expect(body.results[0].input_message_content.message_text).toContain("<blockquote>答案😀。</blockquote>");
		expect(body.results[0].input_message_content.message_text).toContain("page.txt lines 3–5");
		expect(body.results[1].title).toBe("标题0 & <其他>");
		expect(new Set(body.results.map(({ id }: { id: string }) => id)).size).toBe(10);
	});

	it("shows the latest reports without words, and a way to ask where there is nothing", async () => {
		const { api } = await start({ ask: refuse, library: { latestReports: async () => [hit(7)] } });
		query(" ");
		expect((await api.next("answerInlineQuery")).body.results).toHaveLength(1);
		query("火星");
		const { body } = await api.next("answerInlineQuery");
		expect(body.results).toEqual([]);
		expect(body.button.start_parameter).toBe("help");
	});

	it("is repeated once where the connection breaks, and a failure disturbs nothing", async () => {
		const { api } = await start();
		for (let n = 0; n < 3; n++) api.fail("answerInlineQuery", { kind: "dropped" });
		query("一");
		await api.next("answerInlineQuery");
		await api.next("answerInlineQuery");
		query("二");
		await api.next("answerInlineQuery");
		expect((await api.next("answerInlineQuery")).error).toBeNull();
	});
});

describe("a guest query", () => {
	function mention(text: string, more: object = {}): void {
		const message = { message_id: 1, date: Math.floor(under.clock.milliseconds / 1000), chat: FORUM, from: BERT };
		under.api.push({ guest_message: { ...message, text, guest_query_id: "g1", ...more } });
	}

	it("is answered with the best quote, in a chat that the bot has not joined", async () => {
		const { api } = await start();
		mention("@baowen_bot 谁获奖了?");
		const { body } = await api.next("answerGuestQuery");
		expect(body.guest_query_id).toBe("g1");
		expect(body.result.input_message_content.message_text).toContain("<blockquote>答：谁获奖了?</blockquote>");
	});

	it("is told what was looked up in place of its words, above one quote alone", async () => {
		const looked = { lookedUpAs: "桥梁 多长", understoodAs: "桥梁 多长" };
		const found = answerWith(hit(1, "桥长一千米。"), hit(2, "桥宽十米。"));
		const { api } = await start({ ask: async (question) => ({ ...(await found(question)), ...looked }) });
		mention("@baowen_bot How long is the bridge?");
		const { message_text } = (await api.next("answerGuestQuery")).body.result.input_message_content;
		expect(message_text).toMatch(/^<i>Looked up as: 桥梁 多长<\/i>\n\n<blockquote>桥长一千米。<\/blockquote>/);
		expect(message_text).not.toContain("桥宽十米");
	});

	it("without words asks what the message says that it replies to; refusals are one line", async () => {
		const { api } = await start({ ask: refuse });
		mention("@baowen_bot", { reply_to_message: { text: "月亮?" } });
		const { body } = await api.next("answerGuestQuery");
		expect(body.result.input_message_content.message_text).toBe("The reports do not say.");
		expect(under.asked).toEqual([{ text: "月亮?" }]);
	});
});

describe("the menu of commands", () => {
	it("is registered for private chats and groups, in Chinese and English", async () => {
		const { api } = await start();
		const menus = [];
		for (let n = 0; n < 4; n++) menus.push((await api.next("setMyCommands")).body);
		expect(menus.map(({ scope, language_code }) => [scope.type, language_code])).toEqual([
			["all_private_chats", undefined],
			["all_group_chats", undefined],
			["all_private_chats", "en"],
			["all_group_chats", "en"],
		]);
		for (const { commands } of menus) {
			for (const { command, description } of commands) {
				expect(command).toMatch(/^[a-z]{1,32}$/);
				expect(description.length).toBeGreaterThan(2);
			}
		}
	});
});
