/** A line to a server that can be held and cut, as when a network is slow or the program at this end is killed. */

import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

export class Line {
	readonly #server = createServer((near) => this.#connect(near));
	readonly #to: URL;
	readonly #sockets = new Set<Socket>();
	readonly #ends = new Map<Socket, Socket>();
	#isHeld = false;

	private constructor(to: URL) {
		this.#to = to;
	}

	/** `to`: the address of the server, of any protocol over TCP. */
	static async open(to: string): Promise<Line> {
		const line = new Line(new URL(to));
		line.#server.listen(0, "127.0.0.1");
		await once(line.#server, "listening");
		return line;
	}

	/** The same address by this line. */
	get url(): string {
		const url = new URL(this.#to);
		url.port = String((this.#server.address() as AddressInfo).port);
		return url.href;
	}

	/** Both ends hear of it, and nobody gets through any more. */
	cut(): void {
		this.#server.close();
		for (const socket of this.#sockets) socket.destroy();
	}

	/** What comes from this end goes no further until `release`. */
	hold(): void {
		this.#isHeld = true;
		for (const [near, far] of this.#ends) near.unpipe(far);
	}

	release(): void {
		this.#isHeld = false;
		for (const [near, far] of this.#ends) near.pipe(far);
	}

	#connect(near: Socket): void {
		const far = connect(Number(this.#to.port), this.#to.hostname);
		this.#ends.set(near, far);
		for (const [socket, other] of [
			[near, far],
			[far, near],
		] as const) {
			this.#sockets.add(socket);
			socket.on("error", () => {});
			socket.on("close", () => {
				this.#sockets.delete(socket);
				this.#ends.delete(near);
				other.destroy();
			});
		}
		far.pipe(near);
		if (!this.#isHeld) near.pipe(far);
	}
}
