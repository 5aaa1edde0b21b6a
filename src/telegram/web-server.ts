/** Give it a port, get a web server: `/healthz`, `/metrics`, and the address to which Telegram brings updates. */

import { timingSafeEqual } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { Logger } from "pino";
import type { Update } from "telegraf/types";
import { BaowenError } from "../errors.ts";
import type { Tally } from "./tally.ts";

export interface WebSettings {
	readonly port: number;
	/** Null: Telegram brings nothing. */
	readonly webhook: WebhookSettings | null;
}

export interface WebhookSettings {
	/** The address that Telegram calls; its path is the one listened on. */
	readonly url: string;
	/** Sent by Telegram with every update: 1 to 256 of `A-Z a-z 0-9 _ -`. */
	readonly secret: string;
}

export interface WebServerOptions {
	/** Gives what takes an update in and resolves when it is kept; null while none is taken in. */
	readonly receiver: () => ((update: Update) => Promise<void>) | null;
	/** Why no update can be taken in or worked on at present, for `/healthz`; null when all is well. */
	readonly trouble: () => string | null;
	readonly tally: Tally;
	readonly logger: Logger;
}

export interface WebServer {
	/** Takes nothing new and resolves when what had begun is answered. */
	close(): Promise<void>;
	/** Breaks off what has begun. */
	closeAtOnce(): void;
}

/** Bytes; updates are a few thousand. */
const LARGEST_UPDATE = 1024 * 1024;
const SECRET_HEADER = "x-telegram-bot-api-secret-token";

/**
 * An update is answered with 200 only when it is kept: any other status makes Telegram bring it again.
 * @throws BaowenError when the port is taken
 */
export async function openWebServer(
	{ port, webhook }: WebSettings,
	{ receiver, trouble, tally, logger }: WebServerOptions,
): Promise<WebServer> {
	const webhookPath = webhook === null ? null : new URL(webhook.url).pathname;
	const server = createServer((request, response) => {
		answer(request, response).catch((error) => {
			logger.warn({ reason: String(error) }, "an update could not be taken in");
			reply(response, 503);
		});
	});

	async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const path = request.url?.split("?")[0];
		if (path === webhookPath) return await takeIn(request, response);
		if (path === "/healthz") return reply(response, trouble() === null ? 200 : 503, trouble() ?? "ok");
		if (path === "/metrics") return reply(response, 200, await tally.metrics(), tally.contentType);
		reply(response, 404);
	}

	async function takeIn(request: IncomingMessage, response: ServerResponse): Promise<void> {
		if (request.method !== "POST") return reply(response, 405);
		if (!isSame(String(request.headers[SECRET_HEADER] ?? ""), String(webhook?.secret))) return reply(response, 401);
		const body = await bodyOf(request);
		if (body === null) return reply(response, 413);
		const update = readUpdate(body);
		if (update === null) return reply(response, 400);
		const receive = receiver();
		if (receive === null) return reply(response, 503);
		await receive(update);
		reply(response, 200);
	}

	server.listen(port);
	await once(server, "listening").catch((error) => {
		throw new BaowenError(`Port ${port} cannot be listened on (${error.message}).`, { cause: error });
	});
	logger.info(server.address(), "the web server is listening");
	return {
		close: async () => {
			const closed = once(server, "close");
			server.close();
			server.closeIdleConnections();
			await closed;
		},
		closeAtOnce: () => server.closeAllConnections(),
	};
}

/** Null for a body that is too large; the rest of it is not read. */
async function bodyOf(request: IncomingMessage): Promise<string | null> {
	const chunks: Buffer[] = [];
	let size = 0;
	// Otherwise leaving the loop would break the connection before the reply.
	for await (const chunk of request.iterator({ destroyOnReturn: false })) {
		size += (chunk as Buffer).length;
		if (size > LARGEST_UPDATE) return null;
		chunks.push(chunk as Buffer);
	}
	return Buffer.concat(chunks).toString();
}

/** Null for what is no update. */
function readUpdate(body: string): Update | null {
	try {
		const update: unknown = JSON.parse(body);
		const isUpdate = typeof update === "object" && update !== null && "update_id" in update;
		return isUpdate && Number.isSafeInteger(update.update_id) ? (update as Update) : null;
	} catch {
		return null;
	}
}

function isSame(given: string, secret: string): boolean {
	const [a, b] = [Buffer.from(given), Buffer.from(secret)];
	return a.length === b.length && timingSafeEqual(a, b);
}

function reply(response: ServerResponse, status: number, text = "", type = "text/plain; charset=utf-8"): void {
	response.writeHead(status, { "content-type": type, connection: "close" }).end(text);
}
