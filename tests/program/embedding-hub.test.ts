import { createReadStream, existsSync, rmSync, statSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadEmbedder } from "../../src/embedder/transformers-embedder.ts";
import { ModelError } from "../../src/errors.ts";
import { temporaryFolder } from "../support/run-program.ts";

const OWN = join(import.meta.dirname, "..", "..", "embeddings", "model");
const cacheFolder = temporaryFolder();
const requests: string[] = [];

/** A hub like huggingface.co that serves our own model under another owner's name. */
const hubServer = createServer((request, response) => {
	requests.push(request.url!);
	const file = join(OWN, "baowen-zh", request.url!.split("/resolve/main/")[1] ?? "");
	if (!request.url!.startsWith("/someone/baowen-zh/") || !existsSync(file)) response.writeHead(404).end();
	else createReadStream(file).pipe(response.writeHead(200, { "content-length": statSync(file).size }));
});
let hub = "";

beforeAll(async () => {
	await new Promise<void>((resolve) => hubServer.listen(0, "127.0.0.1", resolve));
	hub = `http://127.0.0.1:${(hubServer.address() as AddressInfo).port}`;
});
afterAll(() => {
	hubServer.close();
	rmSync(cacheFolder, { recursive: true });
});

describe("an embedding model of a hub", () => {
	it("is downloaded with progress, kept, and gives the same vectors as the same model from the folder", async () => {
		const downloaded = new Set<string>();
		const options = { modelFolder: OWN, cacheFolder, hub };
		const remote = await loadEmbedder({ ...options, model: "someone/baowen-zh" }, (file) => downloaded.add(file));
		const own = await loadEmbedder({ ...options, model: "baowen-zh" });
		expect([...downloaded]).toContain("onnx/model_quantized.onnx");
		const text = ["锦州港上半年粮食吞吐量"];
		expect(await remote.embedQueries(text)).toEqual(await own.embedQueries(text));
		expect(remote.id.split("@")[1]).toBe(own.id.split("@")[1]);

		const before = requests.length;
		const again = await loadEmbedder({ ...options, model: "someone/baowen-zh", isOneOfMany: true });
		expect(requests.length).toBe(before);
		expect(await again.embedQueries(text)).toEqual(await own.embedQueries(text));
	});

	it.each(["someone/unknown", "baowen-en"])("that cannot be loaded is one sentence: %s", async (model) => {
		const refused = await loadEmbedder({ model, modelFolder: OWN, cacheFolder, hub }).catch((error) => error);
		expect(refused).toBeInstanceOf(ModelError);
		expect(refused.message).toMatch(new RegExp(`^无法载入嵌入模型 ${model}:[^\n]*$`));
		expect(refused.exitCode).toBe(1);
	});
});

describe("the embedded model", () => {
	it("gives unit vectors, the same for a text alone and among others, and zero for nothing", async () => {
		const embedder = await loadEmbedder({ model: "baowen-zh", modelFolder: OWN, cacheFolder, hub });
		const texts = ["粮食", "", "锦州港是东北地区海陆运输的重要物流节点,".repeat(40), "   ", "\u{1f600}"];
		const together = await embedder.embedPassages(texts);
		for (const [i, text] of texts.entries()) {
			const [alone] = await embedder.embedPassages([text]);
			const length = Math.hypot(...alone!);
			expect(alone).toHaveLength(embedder.dimensions);
			if (text.trim() === "") expect(length).toBe(0);
			else expect(Math.abs(length - 1) < 1e-4 || length === 0).toBe(true);
			alone!.forEach((x, d) => {
				expect(together[i]![d]).toBeCloseTo(x, 5);
			});
		}
		expect(await embedder.embedPassages([])).toEqual([]);
	});
});
