/** A Bot API on 127.0.0.1 over real HTTP: tests play the people, and can await every call that the bot makes. */

import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type ParsedHtml, parseTelegramHtml } from "./telegram-html.ts";

export const TOKEN = "123456:AA-loopback_token";
export const BOT = { id: 123456, is_bot: true, first_name: "报问", username: "baowen_bot" } as const;

/** How one call is made to fail. `dropped` breaks the connection before the call is worked on. */
export type Fault =
	| { kind: "tooMany"; retryAfter: number }
	| { kind: "forbidden" | "conflict" | "serverError" | "notJson" | "dropped" | "unauthorized" }
	| { kind: "badRequest"; description: string }
	| { kind: "migrated"; to: number };

const REFUSALS = {
	unauthorized: [401, "Unauthorized"],
	forbidden: [403, "Forbidden: bot was blocked by the user"],
	conflict: [409, "Conflict: terminated by other getUpdates request"],
} as const;

// biome-ignore lint/suspicious/noExplicitAny: bodies of many methods, read by tests that know them
type Json = any;

export interface Call {
	readonly method: string;
	readonly body: Json;
	/** What the message's HTML becomes, where there is any. */
	readonly parsed: ParsedHtml | null;
	/** Null when the call was made to fail or refused. */
	readonly result: Json;
	readonly error: string | null;
}

export class LoopbackBotApi {
	readonly calls: Call[] = [];
	readonly #server: Server;
	readonly #unread = new Map<string, Call[]>();
	readonly #readers = new Map<string, ((call: Call) => void)[]>();
	readonly #faults: { method: string; fault: Fault; chatId: number | null }[] = [];
	readonly #known = new Set<string>();
	/** What people have sent, by `file_id`. */
	readonly files = new Map<string, Uint8Array>();
	/** How often a file was fetched. */
	fetched = 0;
	#updates: Json[] = [];
	/** Not handed out yet: a repetition has an old number, which an offset alone would pass over. */
	readonly #fresh = new Set<Json>();
	#polls: (() => void)[] = [];
	#updateId = 1000;
	#messageId = 5000;
	#secondsSinceStart = 0;
	#webhook: { url: string; secret: string } | null = null;
	#delivery: Promise<void> | null = null;
	/** The port on 127.0.0.1 at which the program listens, whatever host its webhook's address names. */
	webhookPort: () => number = () => 0;

	private constructor() {
		this.#server = createServer((request, response) => void this.#handle(request, response));
	}

	static async start(): Promise<LoopbackBotApi> {
		const api = new LoopbackBotApi();
		api.#server.listen(0, "127.0.0.1");
		await once(api.#server, "listening");
		return api;
	}

	get root(): string {
		return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
	}

	async close(): Promise<void> {
		this.#server.closeAllConnections();
		this.#server.close();
		await once(this.#server, "close");
	}

	/** Hands an update to the bot; gives its id. An `update_id` of its own makes it a repetition. */
	push(update: Json): number {
		const full = { update_id: this.#updateId++, ...update };
		for (const message of [full.message, full.edited_message]) {
			if (message) this.#known.add(`${message.chat.id} ${message.message_id}`);
		}
		this.#updates.push(full);
		this.#fresh.add(full);
		for (const poll of this.#polls.splice(0)) poll();
		void this.#deliver();
		return full.update_id;
	}

	/** Brings updates to the webhook one after the other; after a failure goes on with the next push or start. */
	#deliver(): Promise<void> {
		this.#delivery ??= (async () => {
			await Promise.resolve();
			try {
				while (this.#webhook !== null) {
					const [update] = this.#updates;
					if (update === undefined || !(await this.postToWebhook(JSON.stringify(update))).ok) break;
					this.#updates = this.#updates.filter((other) => other !== update);
					this.#fresh.delete(update);
				}
			} catch {
				// Brought again later.
			} finally {
				// In the same turn as the last look: what is pushed later begins a delivery of its own.
				this.#delivery = null;
			}
		})();
		return this.#delivery;
	}

	/** Brings once more what could not be brought. */
	async bringAgain(): Promise<void> {
		await this.#delivery;
		await this.#deliver();
	}

	/** As Telegram does it, or as somebody who does not know path or secret. */
	postToWebhook(body: string, changes: { path?: string; secret?: string } = {}): Promise<Response> {
		const { url, secret } = this.#webhook ?? { url: "http://localhost", secret: "" };
		const path = changes.path ?? new URL(url).pathname;
		const headers = { "x-telegram-bot-api-secret-token": changes.secret ?? secret };
		return fetch(`http://127.0.0.1:${this.webhookPort()}${path}`, { method: "POST", body, headers });
	}

	/** A document as it stands in a message. */
	document(name: string, bytes: Uint8Array): Json {
		const file_id = `file-${this.files.size}`;
		this.files.set(file_id, bytes);
		return { file_id, file_unique_id: file_id, file_name: name, file_size: bytes.length };
	}

	/** A message number that no message has yet. */
	newMessageId(): number {
		return this.#messageId++;
	}

	/** The next call of that method that no `next` has given yet, failed ones too; waits for it. */
	next(method: string): Promise<Call> {
		const unread = this.#unread.get(method)?.shift();
		if (unread !== undefined) return Promise.resolve(unread);
		return new Promise((resolve) => {
			this.#readers.set(method, [...(this.#readers.get(method) ?? []), resolve]);
		});
	}

	/** The next call of that method fails so; several faults for one method are used one after the other. */
	fail(method: string, fault: Fault, chatId: number | null = null): void {
		this.#faults.push({ method, fault, chatId });
	}

	/** All calls of that method that succeeded, whether read or not. */
	done(method: string): Call[] {
		return this.calls.filter((call) => call.method === method && call.error === null);
	}

	async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const chunks: Buffer[] = [];
		for await (const chunk of request) chunks.push(chunk as Buffer);
		const [, reader, fileId] = /^\/file\/bot([^/]+)\/documents\/([^/]+)$/.exec(request.url ?? "") ?? [];
		if (fileId !== undefined) return this.#sendFile(response, reader === TOKEN ? fileId : "");
		const [, token, method = ""] = /^(?:\/behind\/a\/path)?\/bot([^/]+)\/(\w+)$/.exec(request.url ?? "") ?? [];
		const body: Json = JSON.parse(Buffer.concat(chunks).toString() || "{}");
		const at = this.#faults.findIndex(
			(item) => item.method === method && (item.chatId === null || item.chatId === body.chat_id),
		);
		const [injected] = at < 0 ? [] : this.#faults.splice(at, 1);
		if (token !== TOKEN) this.#refuse(response, { method, body }, 401, "Unauthorized");
		else if (injected !== undefined) this.#break(response, { method, body }, injected.fault);
		else if (method === "getUpdates") this.#getUpdates(response, body);
		else {
			try {
				const { result, parsed } = this.#answer(method, body);
				this.#record({ method, body, parsed, result, error: null });
				send(response, 200, { ok: true, result });
			} catch (error) {
				this.#refuse(response, { method, body }, 400, `Bad Request: ${(error as Error).message}`);
			}
		}
	}

	/** Faults of the method "file" are those of fetching one. */
	#sendFile(response: ServerResponse, fileId: string): void {
		this.fetched++;
		const at = this.#faults.findIndex(({ method }) => method === "file");
		const [injected] = at < 0 ? [] : this.#faults.splice(at, 1);
		const bytes = this.files.get(fileId);
		if (injected !== undefined) this.#break(response, { method: "file", body: {} }, injected.fault);
		else if (bytes === undefined) response.writeHead(404).end();
		else response.writeHead(200).end(bytes);
	}

	#break(response: ServerResponse, call: Pick<Call, "method" | "body">, fault: Fault): void {
		if (fault.kind === "tooMany") {
			const parameters = { retry_after: fault.retryAfter };
			this.#refuse(response, call, 429, `Too Many Requests: retry after ${fault.retryAfter}`, parameters);
		} else if (fault.kind === "migrated") {
			const description = "Bad Request: group chat was upgraded to a supergroup chat";
			this.#refuse(response, call, 400, description, { migrate_to_chat_id: fault.to });
		} else if (fault.kind === "badRequest") {
			this.#refuse(response, call, 400, fault.description);
		} else if (fault.kind === "forbidden" || fault.kind === "conflict" || fault.kind === "unauthorized") {
			const [code, description] = REFUSALS[fault.kind];
			this.#refuse(response, call, code, description);
		} else {
			this.#record({ ...call, parsed: null, result: null, error: fault.kind });
			if (fault.kind === "dropped") response.destroy();
			else if (fault.kind === "serverError") response.writeHead(502).end("<html>Bad Gateway</html>");
			else response.writeHead(200, { "content-type": "text/html" }).end("<html>not JSON</html>");
		}
	}

	#getUpdates(response: ServerResponse, body: Json): void {
		this.#updates = this.#updates.filter((update) => update.update_id >= (body.offset ?? 0) || this.#fresh.has(update));
		const answer = () => {
			const result = this.#updates.slice(0, body.limit ?? 100);
			for (const update of result) this.#fresh.delete(update);
			this.#record({ method: "getUpdates", body, parsed: null, result, error: null });
			send(response, 200, { ok: true, result });
		};
		if (this.#updates.length > 0 || !(body.timeout > 0)) {
			answer();
			return;
		}
		this.#polls.push(answer);
		response.on("close", () => {
			this.#polls = this.#polls.filter((poll) => poll !== answer);
		});
	}

	#answer(method: string, body: Json): { result: Json; parsed: ParsedHtml | null } {
		const parsed = typeof body.text === "string" && "chat_id" in body ? parseText(body) : null;
		checkButtons(body.reply_markup);
		if (method === "getMe") return { result: { ...BOT, can_join_groups: true, supports_inline_queries: true }, parsed };
		if (method === "setWebhook" || method === "deleteWebhook") {
			this.#webhook = method === "setWebhook" ? { url: body.url, secret: body.secret_token } : null;
			// Once the reply is on its way.
			setImmediate(() => void this.#deliver());
		}
		if (method === "sendMessage") {
			this.#checkReply(body);
			return { result: this.#message(body, parsed as ParsedHtml, this.#messageId++), parsed };
		}
		if (method === "editMessageText") {
			if ("inline_message_id" in body) return { result: true, parsed };
			if (!this.#known.has(`${body.chat_id} ${body.message_id}`)) throw new Error("message to edit not found");
			return { result: this.#message(body, parsed as ParsedHtml, body.message_id), parsed };
		}
		if (method === "getFile") {
			const bytes = this.files.get(body.file_id);
			if (bytes === undefined) throw new Error("invalid file_id");
			return { result: { ...body, file_size: bytes.length, file_path: `documents/${body.file_id}` }, parsed };
		}
		if (method === "answerInlineQuery") for (const result of body.results) checkInlineResult(result);
		if (method === "answerGuestQuery") {
			checkInlineResult(body.result);
			return { result: { inline_message_id: "guest-1" }, parsed };
		}
		return { result: true, parsed };
	}

	#message(body: Json, { text, entities }: ParsedHtml, id: number): Json {
		this.#known.add(`${body.chat_id} ${id}`);
		const type = body.chat_id > 0 ? "private" : body.chat_id < -1_000_000_000_000 ? "supergroup" : "group";
		const date = 1_700_000_000 + this.#secondsSinceStart++;
		return { message_id: id, date, chat: { id: body.chat_id, type }, from: BOT, text, entities };
	}

	#checkReply({ chat_id, reply_parameters: reply }: Json): void {
		if (reply === undefined) return;
		if (!Number.isInteger(reply.message_id)) throw new Error("reply_parameters without message_id");
		if (reply.allow_sending_without_reply !== true && !this.#known.has(`${chat_id} ${reply.message_id}`)) {
			throw new Error("message to be replied not found");
		}
	}

	#refuse(
		response: ServerResponse,
		call: Pick<Call, "method" | "body">,
		code: number,
		description: string,
		parameters?: Json,
	): void {
		this.#record({ ...call, parsed: null, result: null, error: description });
		send(response, code, { ok: false, error_code: code, description, parameters });
	}

	#record(call: Call): void {
		this.calls.push(call);
		const reader = this.#readers.get(call.method)?.shift();
		if (reader !== undefined) reader(call);
		else this.#unread.set(call.method, [...(this.#unread.get(call.method) ?? []), call]);
	}
}

function send(response: ServerResponse, code: number, body: Json): void {
	response.writeHead(code, { "content-type": "application/json" }).end(JSON.stringify(body));
}

function parseText(body: Json): ParsedHtml {
	if (body.parse_mode !== "HTML") throw new Error("a message without parse_mode HTML");
	return parseTelegramHtml(body.text);
}

function checkButtons(markup: Json): void {
	for (const button of (markup?.inline_keyboard ?? []).flat()) {
		const { text, callback_data: data, url } = button;
		if (typeof text !== "string" || text.trim() === "") throw new Error("a button without text");
		if ((data === undefined) === (url === undefined))
			throw new Error("text buttons are unallowed in the inline keyboard");
		if (data !== undefined && (data === "" || Buffer.byteLength(data) > 64)) throw new Error("BUTTON_DATA_INVALID");
		if (url !== undefined) new URL(url);
	}
}

function checkInlineResult(result: Json): void {
	if (Buffer.byteLength(result.id) > 64 || result.id === "") throw new Error("RESULT_ID_INVALID");
	if (typeof result.title !== "string" || result.title === "") throw new Error("article title is empty");
	const { message_text: text, parse_mode } = result.input_message_content;
	parseText({ text, parse_mode });
	checkButtons(result.reply_markup);
}
