/** Give it an address and a place for updates, get them as Telegram posts them there, with a page for health checks. */

import { timingSafeEqual } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Logger } from "pino";
import type { Update } from "telegraf/types";
import { BaowenError } from "../errors.ts";

export interface WebhookSettings {
	/** The address that Telegram calls; its path is the one listened on. */
	readonly url: string;
	/** Sent by Telegram with every update: 1 to 256 of `A-Z a-z 0-9 _ -`. */
	readonly secret: string;
	readonly port: number;
}

export interface Webhook {
	/** What still comes in is not answered, so that Telegram brings it again at the next start. */
	close(): Promise<void>;
}

/** Bytes; updates are a few thousand. */
const LARGEST_UPDATE = 1024 * 1024;
const SECRET_HEADER = "x-telegram-bot-api-secret-token";

/**
 * Answers an update only when `receive` has resolved: what cannot be kept is brought again by Telegram.
 * @throws BaowenError when the port is taken
 */
export async function openWebhook(
	{ url, secret, port }: WebhookSettings,
	receive: (update: Update) => Promise<void>,
	logger: Logger,
): Promise<Webhook> {
	const { pathname } = new URL(url);
	const server = createServer((request, response) => {
		answer(request, response).catch((error) => {
			logger.warn({ reason: String(error) }, "an update could not be taken in");
			reply(response, 503);
		});
	});

	async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const path = request.url?.split("?")[0];
		if (request.method === "GET" && path === "/healthz") return reply(response, 200, "ok");
		if (request.method !== "POST" || path !== pathname) return reply(response, 404);
		if (!isSame(String(request.headers[SECRET_HEADER] ?? ""), secret)) return reply(response, 401);
		const update = await readUpdate(request);
		if (update === null) return reply(response, 400);
		await receive(update);
		reply(response, 200);
	}

	server.listen(port);
	await once(server, "listening").catch((error) => {
		throw new BaowenError(`Port ${port} cannot be listened on (${error.message}).`, { cause: error });
	});
	return { close: () => close(server) };
}

async function close(server: Server): Promise<void> {
	const closed = once(server, "close");
	server.close();
	server.closeIdleConnections();
	await closed;
}

/** Null for what is no update. */
async function readUpdate(request: IncomingMessage): Promise<Update | null> {
	const chunks: Buffer[] = [];
	let size = 0;
	for await (const chunk of request) {
		size += (chunk as Buffer).length;
		if (size > LARGEST_UPDATE) return null;
		chunks.push(chunk as Buffer);
	}
	try {
		const update: unknown = JSON.parse(Buffer.concat(chunks).toString());
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

function reply(response: ServerResponse, status: number, text = ""): void {
	response.writeHead(status, { "content-type": "text/plain", connection: "close" }).end(text);
}
